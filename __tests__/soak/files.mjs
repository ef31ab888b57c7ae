/** createManifest, digestFile and digestFiles. */
import assert from 'node:assert';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { check, createManifest, digestFile, digestFiles } from '../../dist/index.mjs';
import { withSignal } from './aborts.mjs';
import { digest } from './tree.mjs';

export async function runDigest({ index, algorithm, abort }, { files }) {
  const { path, digests, status, detail } = files[index];
  const { value, error, aborted } = await withSignal(abort, (signal) =>
    digestFile(path, algorithm, signal && { signal }),
  );
  if (aborted) return;
  if (digests) return assert.strictEqual(error ?? value, digests[algorithm]);
  assert.strictEqual(error?.code, 'DIGEST_FAILED', `error ${error?.stack}`);
  assert.strictEqual(error.message, `${JSON.stringify(path)} - ${status}: ${detail}`);
}

export async function runDigests({ indexes, algorithm, abort }, { files }) {
  const chosen = indexes.map((i) => files[i]);
  const paths = chosen.map(({ path }) => path);
  const { value, error, aborted } = await withSignal(abort, (signal) =>
    digestFiles(paths, algorithm, signal && { signal }),
  );
  if (aborted) return;
  if (error) throw error;
  const expected = chosen.map(({ path, size, digests, status, detail }) =>
    digests ? { status: 'ok', path, digest: digests[algorithm], size } : { status, path, detail },
  );
  assert.deepStrictEqual(value, expected);
}

/** Writes a list over an old one; after an abort there is the one or the other. */
export async function runCreate({ index, form, abort, progress }, { listings, scratch }) {
  const { directory, skipped, forms } = listings[index];
  const { options, text } = forms[form];
  const place = mkdtempSync(path.join(scratch, 'create-'));
  const manifest = path.join(place, 'list');
  writeFileSync(manifest, 'old');
  const { value, error, aborted } = await withSignal(abort, (signal) =>
    createManifest(directory, {
      ...options,
      manifest,
      ...(progress && { onProgress: ({ files, filesTotal }) => assert.ok(files <= filesTotal) }),
      ...(signal && { signal }),
    }),
  );
  if (error) throw error;
  const written = readFileSync(manifest, 'latin1');
  assert.ok(
    written === text || (aborted && written === 'old'),
    `the list: ${written.slice(0, 500)}`,
  );
  if (value) {
    assert.deepStrictEqual(
      value.skipped.map(({ path, status }) => ({ path, status })),
      skipped,
    );
    assert.deepStrictEqual(readdirSync(place), ['list']);
  }
  // After an abort its temporary file may be there for a moment more.
  rmSync(place, { recursive: true, force: true, maxRetries: 5 });
}

/** What a service does with an upload: lists it, checks it, finds it changed, lets it go. */
export async function runUpload({ contents }, { scratch }) {
  const directory = mkdtempSync(path.join(scratch, 'upload-'));
  for (const [i, content] of contents.entries())
    writeFileSync(path.join(directory, `${i}`), content);
  const { entries, manifest } = await createManifest(directory);
  assert.strictEqual(entries, contents.length);
  const lines = contents.map((content, i) => [`${i}`, `${digest('sha256', content)}  ${i}\n`]);
  const list = lines.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  assert.strictEqual(readFileSync(manifest, 'utf8'), list.join(''));
  assert.ok((await check(directory)).ok);
  writeFileSync(path.join(directory, '0'), `${contents[0]} and more`);
  const { failures } = await check(directory, { extras: 'fail' });
  assert.deepStrictEqual(
    failures.map(({ path, status }) => [path, status]),
    [['0', 'mismatch']],
  );
  rmSync(directory, { recursive: true });
  assert.ok(!existsSync(directory));
}
