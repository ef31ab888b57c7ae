import { spawnSync } from 'node:child_process';
import { badLogs, goodLogs } from './support/logs';
import { buildDir } from './support/paths';
import { documentedSessions } from './support/sessions';
import { describeWith } from './support/tools';

function python(lines: string[]): string {
  const { stdout, stderr } = spawnSync('python3', ['-c', lines.join('\n')], {
    cwd: buildDir,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return stdout + stderr;
}

function documentedSession(logs: string) {
  const [session] = documentedSessions('cd build && python3', '>>> ', logs);
  if (session === undefined) throw new Error('docs/repl.md has no session with Python');
  return session;
}

describeWith('python3')('from Python', () => {
  test('the session prints what docs/repl.md says', () => {
    const session = documentedSession(badLogs());
    const printed = session.map((exchange) => exchange.printed).filter((text) => text !== '');
    expect(printed).not.toHaveLength(0);
    expect(python(session.map(({ typed }) => typed))).toBe(`${printed.join('\n')}\n`);
  });

  test('ptr is None when every file matches', () => {
    const typed = documentedSession(goodLogs()).map((exchange) => exchange.typed);
    const call = typed.findIndex((line) => line.startsWith('ptr = '));
    expect(python([...typed.slice(0, call + 1), 'print(ptr)'])).toBe('None\n');
  });
});
