import { readFileSync } from 'node:fs';

/** The entries of a list in the form of sha1sum, as a Node programmer would read it. */
export function readList(file) {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => ({ expected: line.slice(0, 40), name: line.slice(42) }));
}

/**
 * Runs an asynchronous test on all entries, at most so many at once.
 *
 * @returns the names of those for which it was false
 */
export async function failing(entries, atOnce, matches) {
  const wrong = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(atOnce, entries.length) }, async () => {
      while (next < entries.length) {
        const entry = entries[next++];
        if (!(await matches(entry))) wrong.push(entry.name);
      }
    }),
  );
  return wrong;
}
