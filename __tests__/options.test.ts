import { check, checkSignatures, createManifest, digestFile, digestFiles } from '../lib';
import { formatManifest, parseManifest } from '../lib';

const entry = { path: 'a', algorithm: 'sha1', digest: '0'.repeat(40) };

test.each<[string, (value: never) => unknown, unknown, RegExp]>([
  ['a directory', check, 5, /^dir: .* found number 5$/],
  ['options', (value) => check('/', value), null, /^options: expected an object, found null$/],
  ['options', (value) => check('/', value), 'x', /^options: expected an object, found a string$/],
  [
    'an unknown option',
    (value) => check('/', value),
    { extra: 'fail' },
    /^options: found the unknown option extra, expected some of manifest, .*extras/,
  ],
  ['an inherited name', (value) => check('/', value), { toString: 1 }, /unknown option toString/],
  ...(
    [
      [{ manifest: 5 }, /^options\.manifest: expected a path as a string, found number 5$/],
      [{ manifest: [] }, /^options\.manifest: expected at least one element/],
      [{ manifest: ['a', ''] }, /^options\.manifest\[1\]: expected a path, found an empty string/],
      [{ manifest: 'a\0b' }, /^options\.manifest: .*NUL/],
      [{ algorithm: 'rot13' }, /^options\.algorithm: expected one of md5, sha1.*found "rot13"$/],
      [{ algorithm: 'blake2b-12' }, /blake2b-12/],
      [{ extras: true }, /^options\.extras: expected one of "ignore".*found boolean true$/],
      [
        { missing: 'report' },
        /^options\.missing: expected one of "fail", "ignore", found "report"/,
      ],
      [{ malformed: 'ignore' }, /^options\.malformed: /],
      [{ symlinks: 'follow' }, /^options\.symlinks: /],
      [
        { concurrency: 0 },
        /^options\.concurrency: expected an integer from 1 to 1024, found number 0/,
      ],
      [{ concurrency: 1.5 }, /^options\.concurrency: /],
      [{ concurrency: '2' }, /^options\.concurrency: .*found a string/],
      [{ signal: {} }, /^options\.signal: expected an AbortSignal/],
      [{ onProgress: 'x' }, /^options\.onProgress: expected a function/],
      [{ maxFailures: -1 }, /^options\.maxFailures: expected an integer of at least 0/],
      [{ maxEntries: NaN }, /^options\.maxEntries: /],
      [{ maxManifestBytes: Infinity }, /^options\.maxManifestBytes: /],
      [{ maxFileBytes: 2 ** 53 }, /^options\.maxFileBytes: /],
      [{ allowedAlgorithms: 'sha1' }, /^options\.allowedAlgorithms: expected an array/],
      [{ allowedAlgorithms: ['sha1', 'x'] }, /^options\.allowedAlgorithms\[1\]: /],
    ] as [object, RegExp][]
  ).map(([options, message]): [string, (value: never) => unknown, unknown, RegExp] => [
    JSON.stringify(options),
    (value) => check('/', value),
    options,
    message,
  ]),
  ['options', (value) => checkSignatures('/', value), { x: 1 }, /unknown option x/],
  ['options', (value) => createManifest('/', value), { x: 1 }, /unknown option x/],
  ['a form', (value) => createManifest('/', value), { form: 'x' }, /^options\.form: /],
  ['a path', digestFile, [], /^path: expected a path as a string, found an array$/],
  ['an algorithm', (value) => digestFile('/', value), 'x', /^algorithm: expected one of/],
  ['options', (value) => digestFile('/', 'sha1', value), { x: 1 }, /unknown option x/],
  ['paths', digestFiles, 'x', /^paths: expected an array/],
  ['paths', digestFiles, ['x', 5], /^paths\[1\]: /],
  ['a list', parseManifest, 5, /^list: expected a string or a Uint8Array, found number 5$/],
  ['options', (value) => parseManifest('', value), { x: 1 }, /unknown option x/],
  ['entries', formatManifest, {}, /^entries: expected an array, found an object$/],
  ['an entry', formatManifest, [5], /^entries\[0\]: expected an object/],
  ['a name', formatManifest, [{ ...entry, path: '' }], /^entries\[0\]\.path: /],
  ['a name', formatManifest, [{ ...entry, pathBytes: new Uint8Array([0]) }], /pathBytes: /],
  ['a digest', formatManifest, [{ ...entry, digest: '00' }], /digest: expected the 40 hex/],
  ['a digest', formatManifest, [{ ...entry, digest: 'g'.repeat(40) }], /digest: /],
  ['an algorithm', formatManifest, [{ ...entry, algorithm: 'x' }], /algorithm: /],
])('%s that is none is a TypeError: %#', async (_, call, value, message) => {
  const calling = Promise.resolve().then(() => call(value as never));
  await expect(calling).rejects.toThrow(TypeError);
  await expect(calling).rejects.toThrow(message);
});

test('undefined is an option that is not given', async () => {
  const options = { algorithm: undefined, signal: undefined };
  await expect(check('/no/such', options as object)).rejects.toMatchObject({
    code: 'NO_DIRECTORY',
  });
});

test('more lists than a verdict can tell apart', async () => {
  const manifest = Array<string>(65_536).fill('sha1sum.txt');
  await expect(check('/', { manifest })).rejects.toThrow(
    /^options\.manifest: expected at most 65535 elements, found 65536$/,
  );
});
