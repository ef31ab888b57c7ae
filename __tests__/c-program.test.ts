import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { badLogs, goodLogs, mismatch } from './support/logs';
import { buildDir } from './support/paths';
import { temporaryDirectory } from './support/temp';
import { describeWith } from './support/tools';

const source = path.join(__dirname, 'fixtures/verify.c');
const warnings = ['-Wall', '-Wextra', '-Werror'];

function run(command: string, args: string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, output: stdout + stderr };
}

describeWith('cc')('from C', () => {
  const program = path.join(temporaryDirectory(), 'verify');

  beforeAll(() => {
    const library = [path.join(buildDir, '_checksig.so'), `-Wl,-rpath,${buildDir}`];
    const args = [...warnings, '-I', buildDir, source, ...library, '-o', program];
    const { status, output } = run('cc', args);
    if (status !== 0) throw new Error(output);
  });

  test('a message, which the caller frees, when a file does not match', () => {
    const logs = badLogs();
    expect(run(program, [logs])).toEqual({ status: 1, output: `${mismatch(logs)}\n` });
  });

  test('NULL when every file matches', () => {
    expect(run(program, [goodLogs()])).toEqual({ status: 0, output: '' });
  });
});
