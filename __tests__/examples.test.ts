import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { createManifest } from '../lib';
import { endlessDirectory, untilReading } from './support/cli';
import { badLogs, goodLogs, mismatch } from './support/logs';
import { root } from './support/paths';
import { temporaryDirectory } from './support/temp';

const example = (name: string) => path.join(root, 'examples', name);

function run(name: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [example(name), ...args], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, stdout, stderr };
}

describe('verify.mjs', () => {
  test('says what is wrong', () => {
    const logs = badLogs();
    expect(run('verify.mjs', logs)).toEqual({
      status: 1,
      stdout: '',
      stderr: `${mismatch(logs)}\n`,
    });
  });

  test('says that all is well', () => {
    const logs = goodLogs();
    expect(run('verify.mjs', logs)).toMatchObject({
      status: 0,
      stdout: `${logs}: all files match\n`,
    });
    expect(run('verify.mjs', '/nowhere')).toMatchObject({ status: 2 });
    expect(run('verify.mjs')).toMatchObject({ status: 2 });
  });
});

describe('script.mjs', () => {
  test('lists, verifies and digests', () => {
    const logs = goodLogs();
    const { status, stdout, stderr } = run('script.mjs', logs);
    const list = path.join(logs, 'sha256sum.txt');
    const digest = createHash('sha256').update(readFileSync(list)).digest('hex');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    const [, bytes] = /^listed 11 files of (\d+) bytes in /.exec(lines[0] ?? '') ?? [];
    expect(lines[0]).toMatch(new RegExp(` in ${list}$`));
    expect(lines.slice(-2)).toEqual([
      `verified 11 of 11 files, ${bytes} of ${bytes} bytes`,
      `the list's own SHA-256 is ${digest}`,
    ]);
  });

  test('says how it is used', () => {
    expect(run('script.mjs')).toMatchObject({ status: 2 });
  });
});

describe('service.mjs', () => {
  let base: string;
  let outside: string;
  let service: ChildProcess;
  let origin: string;

  beforeAll(async () => {
    const parent = temporaryDirectory();
    [base, outside] = [path.join(parent, 'uploads'), path.join(parent, 'uploads-secret')];
    mkdirSync(path.join(base, 'empty'), { recursive: true });
    renameSync(badLogs(), path.join(base, 'weak'));
    for (const directory of [path.join(base, 'logs'), outside]) {
      renameSync(badLogs(), directory);
      rmSync(path.join(directory, 'sha1sum.txt'));
      await createManifest(directory);
    }
    writeFileSync(path.join(base, 'logs', 'httpd-03.log'), 'altered');
    writeFileSync(path.join(base, 'logs', 'more'), 'extra');
    symlinkSync('../uploads-secret', path.join(base, 'link'));
    service = spawn(process.execPath, [example('service.mjs'), base, '0'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [said] = (await once(service.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    origin = said.toString().replace('listening on ', '').trim();
  }, 60_000);

  afterAll(async () => {
    const exited = once(service, 'exit');
    service.kill();
    await exited;
  });

  const post = (dir: string) =>
    fetch(`${origin}/verify?dir=${encodeURIComponent(dir)}`, { method: 'POST' });

  test('streams verdicts and at last the report', async () => {
    const response = await post('logs');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const lines = (await response.text()).trimEnd().split('\n');
    const verdicts = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(verdicts).toHaveLength(12);
    expect(verdicts.filter(({ status }) => status !== 'ok')).toMatchObject([
      { status: 'mismatch', path: 'httpd-03.log' },
      { status: 'extra', path: 'more' },
      { report: { ok: false, counts: { ok: 9, mismatch: 1, extra: 1 } } },
    ]);
  });

  test.each([
    ['nowhere', 404],
    ['empty', 404],
    ['weak', 422],
    ['', 404],
    ['.', 404],
    ['..', 404],
    ['../uploads-secret', 404],
    ['logs/../../uploads-secret', 404],
    ['link', 404],
    ['logs\0', 404],
    ['/etc', 404],
  ])('refuses %j: status %d', async (dir, status) => {
    const response = await post(dir);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.any(String) as string });
  });

  test('wants POST /verify', async () => {
    expect((await fetch(`${origin}/verify?dir=logs`)).status).toBe(404);
    expect((await fetch(origin, { method: 'POST' })).status).toBe(404);
  });

  test('stops the check of a client that goes away', async () => {
    const endless = endlessDirectory('sha256', path.join(base, 'endless'));
    const request = http.request(`${origin}/verify?dir=endless`, { method: 'POST' }).end();
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    const [first] = (await once(response, 'data')) as [Buffer];
    expect(JSON.parse(first.toString())).toMatchObject({ status: 'ok', path: 'first' });
    await untilReading(service.pid as number, endless);
    request.destroy();
    await untilReading(service.pid as number, endless, false);
    expect((await post('logs')).status).toBe(200);
  }, 60_000);
});
