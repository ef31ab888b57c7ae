/** parseManifest, formatManifest, and what callers should not pass. */
import assert from 'node:assert';
import { readFileSync } from 'node:fs';

import * as checksig from '../../dist/index.mjs';

/** Algorithms, and how many digits their digests have. */
export const DIGITS = { md5: 32, sha1: 40, sha256: 64, blake3: 64, sha512: 128 };

export function runParse({ name }, { caseOf }) {
  const { list, ok, failures, remarks } = caseOf(name);
  const { entries, malformed } = checksig.parseManifest(readFileSync(list), { name: list });
  const told = [...failures, ...remarks];
  const expected = told.filter(({ reason }) => reason === 'malformed');
  assert.deepStrictEqual(
    malformed.map(({ line, reason }) => [line, reason]),
    expected.map(({ line, detail }) => [line, detail]),
  );
  if (ok !== undefined) assert.strictEqual(entries.length, ok + told.length - expected.length);
}

/** What is written is what is read. */
export function runFormat({ form, algorithm, entries }) {
  const given = entries.map(({ path, seed }, i) => ({
    line: i + 1,
    path,
    algorithm,
    digest: seed.repeat(128).slice(0, DIGITS[algorithm]),
  }));
  const text = checksig.formatManifest(given, { form });
  const { entries: found, malformed } = checksig.parseManifest(text, { algorithm });
  assert.deepStrictEqual({ found, malformed }, { found: given, malformed: [] });
}

const MISUSES = [
  () => checksig.check(5),
  () => checksig.check('a\0b'),
  () => checksig.check('/', { nothing: true }),
  async () => checksig.checkEach('/', { concurrency: 0 }),
  () => checksig.checkSignatures(null),
  () => checksig.verify(7n),
  () => checksig.createManifest('/', { algorithm: 'rot13' }),
  () => checksig.digestFile(['/']),
  () => checksig.digestFiles('/'),
  async () => checksig.parseManifest(5),
  async () => checksig.formatManifest([{}]),
  () => checksig.check('/', { signal: {} }),
];

export const MISUSE_COUNT = MISUSES.length;

export async function runMisuse({ index }) {
  await assert.rejects(MISUSES[index], TypeError);
}
