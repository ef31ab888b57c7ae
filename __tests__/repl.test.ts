import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { badLogs } from './support/logs';
import { root } from './support/paths';
import { documentedSessions, type Exchange } from './support/sessions';

const tsNode = require.resolve('ts-node/dist/bin');
const prompt = '> ';

/** Types the lines at a fresh prompt, each when the one before it has been answered. */
async function replay(session: Exchange[]): Promise<Exchange[]> {
  const repl = spawn(process.execPath, [tsNode, 'scripts/repl.ts'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  const output = repl.stdout.setEncoding('utf8').iterator() as AsyncIterator<string, undefined>;
  const untilPrompt = async () => {
    let text = '';
    while (!text.endsWith(prompt)) {
      const chunk = await output.next();
      if (chunk.done) throw new Error(`the prompt has gone: ${text}`);
      text += chunk.value;
    }
    return text.slice(0, -prompt.length).trimEnd();
  };

  await untilPrompt();
  const replayed: Exchange[] = [];
  for (const { typed } of session) {
    repl.stdin.write(`${typed}\n`);
    replayed.push({ typed, printed: await untilPrompt() });
  }
  repl.stdin.end();
  await once(repl, 'exit');
  return replayed;
}

test('the sessions at `npm run repl` print what docs/repl.md says', async () => {
  const sessions = documentedSessions('npm run repl', prompt, badLogs());
  expect(sessions).toHaveLength(2);
  for (const session of sessions) {
    expect(await replay(session)).toEqual(session);
  }
}, 120_000);
