/** Lists that are too large to be kept in memory, which are read again from their files. */
import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { check, checkEach, ChecksigError } from '../lib';
import { sha1, tree } from './support/tree';

const LINES = 60_000; // 2.6 MB
const right = `${sha1('hello\n')}  a\n`;
const wrong = `${sha1('world\n')}  a\n`;

/** A directory of one file and a long list of it, with two lines that are not as the others. */
function longTree() {
  const lines = Array.from({ length: LINES }, () => right);
  lines[30_000] = wrong;
  lines[40_000] = 'rubbish\n';
  const text = lines.join('');
  const directory = tree({ a: 'hello\n', 'sha1sum.txt': text });
  return { directory, list: path.join(directory, 'sha1sum.txt'), text };
}

test('all lines are told of, with their places', async () => {
  const { counts, failures, manifests } = await check(longTree().directory);
  expect(counts).toMatchObject({ ok: LINES - 2, conflict: 1, malformed: 1 });
  expect(failures).toMatchObject([
    { status: 'conflict', line: 30_001, path: 'a', previous: sha1('hello\n') },
    { status: 'malformed', line: 40_001, text: 'rubbish' },
  ]);
  expect(manifests).toMatchObject([{ entries: LINES - 1 }]);
});

/** Checks, and has something happen to the list after the first verdict. */
async function checkWhile(happens: (list: string, text: string) => void) {
  const { directory, list, text } = longTree();
  let count = 0;
  const statuses = new Set<string>();
  for await (const { status } of checkEach(directory)) {
    if (++count === 1) happens(list, text);
    statuses.add(status);
  }
  expect([...statuses].sort()).toEqual(['conflict', 'malformed', 'ok']);
  return count;
}

test('a list that is removed meanwhile is told of to its end', async () => {
  expect(await checkWhile((list) => rmSync(list))).toBe(LINES);
});

test.each<[string, (list: string, text: string) => void]>([
  ['becomes another', (list, text) => writeFileSync(list, text.replaceAll(right, wrong))],
  ['is cut short', (list, text) => truncateSync(list, text.length - 1)],
])('a list that %s meanwhile is an error', async (_, happens) => {
  const error = await checkWhile(happens).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ChecksigError);
  expect(error).toMatchObject({
    code: 'NO_MANIFEST',
    message: expect.stringContaining('changed while it was read') as string,
  });
});
