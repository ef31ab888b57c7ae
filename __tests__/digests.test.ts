import { createHash } from 'node:crypto';
import path from 'node:path';
import { digestFile, digestFiles } from '../lib';
import { endlessTree, sha1, tree } from './support/tree';

const data = 'x'.repeat(100_000);

test.each([
  ['md5', 'md5'],
  ['sha1', 'sha1'],
  ['sha224', 'sha224'],
  ['sha256', 'sha256'],
  ['sha384', 'sha384'],
  ['sha512', 'sha512'],
  ['sha512-256', 'sha512-256'],
  ['sha3-224', 'sha3-224'],
  ['sha3-256', 'sha3-256'],
  ['sha3-384', 'sha3-384'],
  ['sha3-512', 'sha3-512'],
  ['blake2b', 'blake2b512'],
])('%s is what node:crypto says', async (algorithm, name) => {
  const file = path.join(tree({ file: data }), 'file');
  const expected = createHash(name).update(data).digest('hex');
  expect(await digestFile(file, algorithm)).toBe(expected);
});

test('sha256 is the default', async () => {
  const file = path.join(tree({ file: data }), 'file');
  expect(await digestFile(file)).toBe(createHash('sha256').update(data).digest('hex'));
});

test('many files, in their order, good and bad', async () => {
  const directory = tree({ a: 'a', b: 'b' });
  const at = (name: string) => path.join(directory, name);
  const paths = [at('b'), at('gone'), directory, at('a'), at('a/x')];
  expect(await digestFiles(paths, 'sha1')).toEqual([
    { status: 'ok', path: at('b'), digest: sha1('b'), size: 1 },
    { status: 'missing', path: at('gone'), detail: 'ENOENT' },
    { status: 'not-regular', path: directory, detail: 'directory' },
    { status: 'ok', path: at('a'), digest: sha1('a'), size: 1 },
    { status: 'missing', path: at('a/x'), detail: 'ENOTDIR' },
  ]);
  expect(await digestFiles([])).toEqual([]);
});

test('a file that cannot be read', async () => {
  await expect(digestFile('/no/such')).rejects.toMatchObject({
    code: 'DIGEST_FAILED',
    path: '/no/such',
    message: '"/no/such" - missing: ENOENT',
  });
});

test('an abort', async () => {
  const signal = AbortSignal.timeout(50);
  const digesting = digestFile(path.join(endlessTree(), 'a'), 'sha1', { signal });
  await expect(digesting).rejects.toMatchObject({ name: 'TimeoutError' });
});
