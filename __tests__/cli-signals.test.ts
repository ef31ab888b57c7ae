import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endlessDirectory, interrupted, untilReading } from './support/cli';
import { temporaryDirectory } from './support/temp';

jest.setTimeout(60_000);

// A check that is stopped has 40 ms to say how far it came: not always enough on a busy machine.
jest.retryTimes(10);

/** Until the first file is verified and others are being read. */
async function untilFirst(pid: number, directory: string) {
  await untilReading(pid, directory);
  await sleep(200);
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s prints what was done until then, status %d', async (signal, status) => {
  const directory = endlessDirectory();
  const ready = (pid: number) => untilFirst(pid, directory);
  const outcome = await interrupted([directory], ready, [signal]);
  expect(outcome).toMatchObject({ status, signal: null, stderr: '' });
  expect(outcome.stdout).toMatch(/^STOPPED 1 of 5 verified\n {8}\d.* in .* s: .*sha1sum\.txt/);
});

test('with --json the partial report is the last line', async () => {
  const directory = endlessDirectory();
  const ready = (pid: number) => untilFirst(pid, directory);
  const { status, stdout } = await interrupted(['--json', directory], ready, ['SIGINT']);
  expect(status).toBe(130);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { status: 'ok', path: 'first' },
    { dir: directory, stopped: true, ok: false, counts: { ok: 1 } },
  ]);
});

test('no further directory is begun', async () => {
  const directory = endlessDirectory();
  const ready = (pid: number) => untilReading(pid, directory);
  const { status, stdout } = await interrupted([directory, directory], ready, ['SIGINT']);
  expect(status).toBe(130);
  expect(stdout.match(/STOPPED/g)).toHaveLength(1);
});

test('the second signal kills at once', async () => {
  const directory = temporaryDirectory();
  const lines = Array.from({ length: 20_000 }, (_, i) => `${'0'.repeat(40)}  ${i}\n`);
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines.join(''));
  // Nobody reads what it prints, for which it waits.
  const ready = () => sleep(1000);
  // Two that come before the first was handled are one: on a busy machine it takes more.
  const signals = Array<'SIGINT'>(50).fill('SIGINT');
  const outcome = await interrupted(['--json', directory], ready, signals, false);
  expect(outcome).toMatchObject({ status: null, signal: 'SIGINT' });
});

test('create leaves nothing behind', async () => {
  const directory = endlessDirectory();
  const before = readdirSync(directory);
  const ready = (pid: number) => untilReading(pid, directory);
  const outcome = await interrupted(['create', directory], ready, ['SIGINT']);
  expect(outcome).toMatchObject({
    status: 130,
    stdout: '',
    stderr: 'checksig: interrupted; no list was written\n',
  });
  expect(readdirSync(directory)).toEqual(before);
});
