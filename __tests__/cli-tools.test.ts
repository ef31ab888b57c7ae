/** `checksig sha1sum` and the like: that the tool of that name is reached, and as it has to be. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { GNU_TOOLS } from '../lib/cli/gnu';
import { checksig, cli } from './support/cli';
import { badLogs, goodLogs } from './support/logs';
import { temporaryDirectory } from './support/temp';

test.each(GNU_TOOLS)('%s is reached', (tool) => {
  const { status, stdout } = checksig([tool, '--help']);
  expect(status).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Usage: ${tool} `));
});

test('a list is checked as the tool does', () => {
  expect(checksig(['sha1sum', '-c', 'sha1sum.txt'], { cwd: goodLogs() })).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^httpd-00\.log: OK\n/) as string,
    stderr: '',
  });
  expect(checksig(['sha1sum', '-c', '--quiet', 'sha1sum.txt'], { cwd: badLogs() })).toMatchObject({
    status: 1,
    stdout: 'httpd-08.log: FAILED\n',
    stderr: 'sha1sum: WARNING: 1 computed checksum did NOT match\n',
  });
});

test('arguments are bytes', () => {
  const cwd = temporaryDirectory();
  writeFileSync(Buffer.from(path.join(cwd, 'l\xff\ufffd'), 'latin1'), 'hello\n');
  writeFileSync(Buffer.from(`${cwd}/l\xff`, 'latin1'), 'hello\n');
  const script = `exec node "$0" sha1sum '' $'l\\xff' $'\\xef\\xbf\\xbd'`;
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, cli], {
    cwd,
    encoding: 'latin1',
  });
  expect(status).toBe(1);
  expect(stdout).toBe('f572d396fae9206628714fb2ce00f72e94f2258f  l\xff\n');
  expect(stderr).toBe(
    "sha1sum: '': No such file or directory\n" +
      "sha1sum: ''$'\\357\\277\\275': No such file or directory\n",
  );
});

test('nothing is loaded that only people need', () => {
  const preload = path.join(temporaryDirectory(), 'preload.cjs');
  writeFileSync(
    preload,
    `process.on('exit', () => console.log(Object.keys(require.cache).join('\\n')));`,
  );
  const loadedBy = (...args: string[]) =>
    spawnSync(process.execPath, ['-r', preload, cli, ...args], { encoding: 'utf8' }).stdout;
  expect(loadedBy('--version')).toContain('node_modules/commander');
  expect(loadedBy('sha1sum', '--version')).not.toMatch(/commander|cli-progress|picocolors/);
  expect(loadedBy(goodLogs())).not.toContain('cli-progress');
});
