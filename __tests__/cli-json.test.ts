import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { checksig, cli } from './support/cli';
import { badLogs, goodLogs } from './support/logs';
import { temporaryDirectory } from './support/temp';

type Line = Record<string, unknown>;

const parse = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

test('each verdict is a line, and the report is the last', () => {
  const logs = badLogs();
  const { status, stdout, stderr } = checksig(['--json', logs]);
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  const lines = parse(stdout);
  expect(lines).toHaveLength(11);
  expect(lines.at(-1)).toMatchObject({ dir: logs, ok: false, counts: { ok: 9, mismatch: 1 } });
  expect(lines.filter(({ status }) => status === 'ok')).toHaveLength(9);
  expect(lines.find(({ status }) => status === 'mismatch')).toMatchObject({
    path: 'httpd-08.log',
    line: 9,
    algorithm: 'sha1',
    expected: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
    actual: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
  });
});

test('several directories have a report each', () => {
  const [bad, good] = [badLogs(), goodLogs()];
  const { status, stdout, stderr } = checksig(['--json', bad, '/nowhere', good]);
  expect(status).toBe(2);
  expect(stderr).toBe('checksig: "/nowhere" - no such file or directory\n');
  const reports = parse(stdout).filter((line) => 'counts' in line);
  expect(reports).toMatchObject([
    { dir: bad, ok: false },
    { dir: good, ok: true },
  ]);
});

test('--quiet leaves out what is ok', () => {
  const lines = parse(checksig(['--json', '-q', badLogs()]).stdout);
  expect(lines.map(({ status }) => status)).toEqual(['mismatch', undefined]);
});

test('nothing is printed where there is no answer', () => {
  expect(checksig(['--json', temporaryDirectory()])).toMatchObject({ status: 2, stdout: '' });
});

test('names keep their bytes, and none reaches a terminal as it is', () => {
  const directory = temporaryDirectory();
  const name = Buffer.from('l\xff\x1b\x7f', 'latin1');
  const c1 = '\x9b31m\u202e\ufeff';
  writeFileSync(Buffer.concat([Buffer.from(`${directory}/`), name]), 'x');
  writeFileSync(path.join(directory, c1), 'x');
  execFileSync(process.execPath, [cli, 'create', '-q', directory]);
  const { status, stdout } = checksig(['--json', directory]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^[\x20-\x7e\n\ufffd]*$/);
  const verdicts = parse(stdout).slice(0, -1);
  const [first, second] = verdicts.sort((a) => ('pathBytes' in a ? -1 : 1));
  expect(first).toMatchObject({ path: 'l\ufffd\x1b\x7f', pathBytes: name.toString('hex') });
  expect(second).toMatchObject({ path: c1 });
});

test('a reader who goes away ends it quietly', () => {
  const directory = temporaryDirectory();
  const lines = Array.from({ length: 20_000 }, (_, i) => `${'0'.repeat(40)}  ${i}\n`);
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines.join(''));
  const script = 'node "$0" --json "$1" | head -n 1; echo "${PIPESTATUS[0]}"';
  const { stdout, stderr } = spawnSync('bash', ['-c', script, cli, directory], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^\{"status":"missing",.*\}\n141\n$/);
});

test('standard output that cannot be written is no answer', () => {
  const script = 'node "$0" --json "$1" > /dev/full';
  const { status, stderr } = spawnSync('bash', ['-c', script, cli, goodLogs()], {
    encoding: 'utf8',
  });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^checksig: standard output: ENOSPC/);
});
