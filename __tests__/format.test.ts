import { readFileSync } from 'node:fs';
import path from 'node:path';
import { formatManifest, parseManifest } from '../lib';
import { root } from './support/paths';

interface ListVector {
  name: string;
  listName?: string;
  algorithm?: string;
  maxEntries?: number;
  list?: string;
  listBase64?: string;
  entries?: {
    line: number;
    name?: string;
    nameBase64?: string;
    algorithm: string;
    digest: string;
  }[];
  malformed?: { line: number; reason: string }[];
  error?: string;
}

const { cases } = JSON.parse(
  readFileSync(path.join(root, 'testdata/vectors/lists.json'), 'utf8'),
) as { cases: ListVector[] };

/** What a list has, or why it cannot be read. */
function parse({ list, listBase64, listName, algorithm }: ListVector) {
  const bytes = listBase64 === undefined ? (list ?? '') : Buffer.from(listBase64, 'base64');
  try {
    const parsed = parseManifest(bytes, {
      ...(algorithm && { algorithm }),
      ...(listName && { name: listName }),
    });
    return {
      entries: parsed.entries.map(({ path, pathBytes, ...rest }) => ({
        ...rest,
        name: Buffer.from(pathBytes ?? path).toString('latin1'),
      })),
      malformed: parsed.malformed.map(({ line, reason }) => ({ line, reason })),
    };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function expected({ entries = [], malformed = [], error }: ListVector) {
  // A list without an entry is nothing to check, and something to parse.
  if (error !== undefined && !error.includes('no entries')) return { error };
  return {
    entries: entries.map(({ name = '', nameBase64, ...rest }) => ({
      ...rest,
      name: Buffer.from(nameBase64 ?? name, nameBase64 ? 'base64' : 'utf8').toString('latin1'),
    })),
    malformed,
  };
}

// Limits and cksum's own sums are no business of parseManifest.
const vectors = cases.filter(
  ({ maxEntries, algorithm = '' }) => !maxEntries && !['crc', 'bsd', 'sysv'].includes(algorithm),
);

test.each(vectors)('$name', (vector) => {
  expect(parse(vector)).toEqual(expected(vector));
});

const zeros = '0'.repeat(40);

test.each([
  ['gnu', `${zeros}  a\n\\${zeros}  b\\nc\n`],
  ['bsd', `SHA1 (a) = ${zeros}\n\\SHA1 (b\\nc) = ${zeros}\n`],
] as const)('formatManifest writes what parseManifest reads: %s', (form, text) => {
  const entries = [
    { path: 'a', algorithm: 'sha1', digest: zeros },
    { path: 'b\nc', algorithm: 'sha1', digest: zeros },
  ] as const;
  const written = formatManifest(entries, { form });
  expect(written.toString()).toBe(text);
  expect(parseManifest(written)).toEqual({
    entries: entries.map((entry, i) => ({ ...entry, line: i + 1 })),
    malformed: [],
  });
});

test('names keep their bytes', () => {
  const pathBytes = Uint8Array.from([0x63, 0xe9]);
  const entry = { path: 'c\ufffd', pathBytes, algorithm: 'md5', digest: '0'.repeat(32) } as const;
  const written = formatManifest([entry]);
  expect(written.subarray(-3)).toEqual(Buffer.from([0x63, 0xe9, 0x0a]));
  expect(parseManifest(written).entries).toEqual([{ ...entry, line: 1 }]);
});

test('a malformed line has its text, of which a kilobyte at most', () => {
  const { malformed } = parseManifest(`rubbish\n${'x'.repeat(5000)}\n`);
  expect(malformed.map(({ line, text }) => [line, text.length])).toEqual([
    [1, 7],
    [2, 1024],
  ]);
});
