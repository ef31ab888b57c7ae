import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths';

/** What was typed at a prompt, and what was printed before the next one. */
export interface Exchange {
  typed: string;
  printed: string;
}

/**
 * The sessions of docs/repl.md that `command` opens and in which each typed line follows `prompt`,
 * with `logs` for the reader's /tmp/logs.
 */
export function documentedSessions(command: string, prompt: string, logs: string): Exchange[][] {
  const document = readFileSync(path.join(root, 'docs/repl.md'), 'utf8');
  const blocks = document
    .replaceAll('/tmp/logs', logs)
    .matchAll(/^```console\n\$ (.*)\n([^]*?)^```$/gm);
  return [...blocks]
    .filter(([, opened]) => opened === command)
    .map(([, , session = '']) => exchanges(session, prompt));
}

function exchanges(session: string, prompt: string): Exchange[] {
  const [, ...parts] = `\n${session}`.split(`\n${prompt}`);
  return parts.map((part) => {
    const [typed = '', ...printed] = part.trimEnd().split('\n');
    return { typed, printed: printed.join('\n') };
  });
}
