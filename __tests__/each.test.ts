import { isUtf8 } from 'node:buffer';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { check, checkEach, type Verdict } from '../lib';
import { badLogs, goodLogs } from './support/logs';
import { temporaryDirectory } from './support/temp';
import { endlessTree, sha1, tree } from './support/tree';

/** Resolves when the process has no file of a directory open. */
async function released(directory: string) {
  const holds = () =>
    readdirSync('/proc/self/fd').some((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).startsWith(directory);
      } catch {
        return false;
      }
    });
  while (holds()) await sleep(5);
}

const wide = (count: number) => {
  const lines = Array.from({ length: count }, (_, i) => `${sha1('')}  ${i}\n`);
  const files = Object.fromEntries(lines.map((_, i) => [String(i), '']));
  return tree({ ...files, 'sha1sum.txt': lines.join('') });
};

describe('checkEach', () => {
  test('tells every verdict, then has the report', async () => {
    const verdicts: Verdict[] = [];
    const each = checkEach(badLogs());
    for await (const verdict of each) {
      expect(each.report).toBeUndefined();
      verdicts.push(verdict);
    }
    expect(verdicts.map(({ path }) => path).sort()).toEqual(
      Array.from({ length: 10 }, (_, i) => `httpd-0${i}.log`),
    );
    expect(verdicts.filter(({ status }) => status !== 'ok')).toMatchObject([
      { status: 'mismatch', path: 'httpd-08.log' },
    ]);
    expect(each.report).toMatchObject({ ok: false, counts: { ok: 9, mismatch: 1 }, failures: [] });
    expect(await each.next()).toEqual({ done: true, value: undefined });
  });

  test('tells the same to a slow reader', async () => {
    let count = 0;
    for await (const verdict of checkEach(wide(3000))) {
      if (++count % 500 === 0) await sleep(10);
      expect(verdict.status).toBe('ok');
    }
    expect(count).toBe(3000);
  });

  test('tells names of every spelling as they are listed, in any mixture', async () => {
    const directory = temporaryDirectory();
    const spellings = ['plain', 'ü', '日本', '\ufffd', Buffer.of(0xff, 0x80), 'long'.repeat(40)];
    const bytes = (...parts: (string | Buffer)[]) =>
      Buffer.concat(parts.map((part) => Buffer.from(part)));
    const names = Array.from({ length: 600 }, (_, i) =>
      bytes(spellings[(i + (i >> 4)) % spellings.length] ?? '', `-${i}`),
    );
    names.forEach((name, i) => writeFileSync(bytes(`${directory}/`, name), String(i)));
    const lines = names.map((name, i) => bytes(`${sha1(String(i))}  `, name, '\n'));
    writeFileSync(path.join(directory, 'sha1sum.txt'), bytes(...lines));
    const told: Verdict[] = [];
    for await (const verdict of checkEach(directory)) told.push(verdict);
    const number = ({ path }: Verdict) => Number(/\d+$/.exec(path)?.[0]);
    expect(told.sort((a, b) => number(a) - number(b))).toEqual(
      names.map((name, i) => ({
        status: 'ok',
        path: name.toString(),
        ...(!isUtf8(name) && { pathBytes: new Uint8Array(name) }),
        size: String(i).length,
        manifest: 0,
        line: i + 1,
        algorithm: 'sha1',
        expected: sha1(String(i)),
      })),
    );
  });

  test('does nothing before it is asked', async () => {
    const each = checkEach('/no/such/directory');
    expect(await each.return?.()).toEqual({ done: true, value: undefined });
    expect(await each.next()).toEqual({ done: true, value: undefined });
  });

  test.each<[string, (each: ReturnType<typeof checkEach>) => Promise<unknown>]>([
    ['return', (each) => each.return?.() ?? Promise.resolve()],
    ['throw', (each) => each.throw?.(new Error('x')).catch(() => 0) ?? Promise.resolve()],
  ])('%s stops the native work, and a call that waits', async (_, stop) => {
    const directory = endlessTree();
    const each = checkEach(directory);
    const waiting = each.next();
    await sleep(50);
    await stop(each);
    expect(await waiting).toEqual({ done: true, value: undefined });
    await released(directory);
  });

  test('break stops the native work', async () => {
    const directory = wide(1000);
    for await (const verdict of checkEach(directory)) {
      expect(verdict.status).toBe('ok');
      break;
    }
    await released(directory);
  });

  test('throws what check rejects with', async () => {
    const each = checkEach('/no/such/directory');
    await expect(each.next()).rejects.toMatchObject({ code: 'NO_DIRECTORY' });
    expect(await each.next()).toEqual({ done: true, value: undefined });
  });

  test.each([5, { unknown: 1 }])('refuses options %p at once', (options) => {
    expect(() => checkEach('/', options as object)).toThrow(TypeError);
  });
});

describe('abort', () => {
  // An abort waits for the report no longer than 40 ms, in which a busy machine may do nothing.
  jest.retryTimes(10);

  const reason = () => Object.assign(new Error('enough'), { report: undefined });

  test('before the check: nothing begins', async () => {
    const error = reason();
    const signal = AbortSignal.abort(error);
    await expect(check('/no/such/directory', { signal })).rejects.toBe(error);
  });

  test('during the check: it stops, and the reason carries the report', async () => {
    const directory = endlessTree();
    const controller = new AbortController();
    const error = reason();
    const running = check(directory, { signal: controller.signal });
    await sleep(50);
    controller.abort(error);
    await expect(running).rejects.toBe(error);
    expect(error.report).toMatchObject({ ok: false, counts: { ok: 0 }, algorithm: 'sha1' });
    await released(directory);
  });

  test('while the loop is busy: the report is there', async () => {
    const controller = new AbortController();
    const error = reason();
    const running = check(endlessTree(), { signal: controller.signal });
    await sleep(50);
    controller.abort(error);
    setImmediate(() => {
      for (const began = performance.now(); performance.now() - began < 100;);
    });
    await expect(running).rejects.toBe(error);
    expect(error.report).toMatchObject({ ok: false });
  });

  test('during an iteration', async () => {
    const directory = endlessTree();
    const controller = new AbortController();
    const error = reason();
    const each = checkEach(directory, { signal: controller.signal });
    const step = each.next();
    await sleep(50);
    controller.abort(error);
    await expect(step).rejects.toBe(error);
    expect(each.report).toMatchObject({ ok: false });
    expect(await each.next()).toEqual({ done: true, value: undefined });
    await released(directory);
  });

  test('during an iteration whose reader comes late: the report is there', async () => {
    const directory = endlessTree();
    const list = path.join(directory, 'sha1sum.txt');
    writeFileSync(path.join(directory, 'first'), '');
    writeFileSync(list, `${sha1('')}  first\n${readFileSync(list, 'utf8')}`);
    const controller = new AbortController();
    const error = reason();
    const each = checkEach(directory, { signal: controller.signal });
    expect(await each.next()).toMatchObject({ value: { path: 'first' } });
    controller.abort(error);
    await sleep(200);
    await expect(each.next()).rejects.toBe(error);
    expect(each.report).toMatchObject({ ok: false, counts: { ok: 1 } });
    expect(error.report).toBe(each.report);
  });

  test('AbortSignal.timeout', async () => {
    const signal = AbortSignal.timeout(50);
    await expect(check(endlessTree(), { signal })).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('after the check: no listener is left', async () => {
    const controller = new AbortController();
    const remove = jest.spyOn(controller.signal, 'removeEventListener');
    const add = jest.spyOn(controller.signal, 'addEventListener');
    await check(goodLogs(), { signal: controller.signal });
    expect(add).toHaveBeenCalledTimes(1);
    expect(remove).toHaveBeenCalledWith('abort', add.mock.calls[0]?.[1]);
  });
});
