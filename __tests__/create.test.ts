import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ALGORITHMS, check, createManifest, digestFile, type Algorithm } from '../lib';
import { goodLogs } from './support/logs';
import { endlessTree, tree } from './support/tree';

const odd = {
  b: 'b',
  'a b': 'a b',
  'd/é': 'é',
  'new\nline': '',
  'back\\slash': '',
  '#hash': '',
  ' (x) = y': '',
};

test.each<Algorithm>([...ALGORITHMS, 'blake2b-8', 'blake2b-256'])(
  'a list of %s is found and is ok',
  async (algorithm) => {
    const directory = tree(odd);
    const created = await createManifest(directory, { algorithm });
    expect(created).toMatchObject({ algorithm, entries: Object.keys(odd).length, skipped: [] });
    expect(await check(directory, { extras: 'fail' })).toMatchObject({
      ok: true,
      algorithm,
      manifest: created.manifest,
      counts: { ok: created.entries },
      bytes: created.bytes,
    });
    rmSync(path.join(directory, 'b'));
    expect(await check(directory)).toMatchObject({ ok: false });
  },
);

test.each(['gnu', 'bsd'] as const)('a list in the form %s is what GNU reads', async (form) => {
  const directory = tree(odd);
  await createManifest(directory, { form });
  const output = execFileSync('sha256sum', ['-c', '--strict', 'sha256sum.txt'], {
    cwd: directory,
    encoding: 'utf8',
  });
  expect(output.trimEnd().split('\n')).toHaveLength(Object.keys(odd).length);
});

test('it is sorted, is whole and does not list itself', async () => {
  const directory = goodLogs();
  const first = await createManifest(directory, { algorithm: 'sha1' });
  const text = readFileSync(first.manifest, 'utf8');
  const names = text.match(/(?<= {2}).*$/gm);
  expect(names).toEqual(Array.from({ length: 10 }, (_, i) => `httpd-0${i}.log`));
  expect(await createManifest(directory, { algorithm: 'sha1' })).toEqual(first);
  expect(readFileSync(first.manifest, 'utf8')).toBe(text);
  expect(readdirSync(directory)).toHaveLength(11);
});

test('what is no regular file, or leads out, is skipped and told', async () => {
  const directory = tree({ a: 'a', 'd/b': 'b' });
  symlinkSync('a', path.join(directory, 'inside'));
  symlinkSync('/etc/passwd', path.join(directory, 'out'));
  symlinkSync('d', path.join(directory, 'directory'));
  symlinkSync('loop', path.join(directory, 'loop'));
  symlinkSync('nowhere', path.join(directory, 'nothing'));
  const at = (name: string, what: string) => `"${directory}/${name}"${what}`;
  execFileSync('mkfifo', [path.join(directory, 'fifo')]);
  const inside = await createManifest(directory);
  expect(inside).toMatchObject({
    entries: 3,
    skipped: [
      {
        path: 'directory',
        status: 'not-regular',
        message: at('directory', ' - not-regular: directory'),
      },
      { path: 'fifo', status: 'not-regular', message: at('fifo', ' - not-regular: fifo') },
      { path: 'loop', status: 'unreadable', message: at('loop', ' - unreadable: ELOOP') },
      { path: 'nothing', status: 'missing', message: at('nothing', ' - missing') },
      { path: 'out', status: 'outside', message: at('out', ' - outside') },
    ],
  });
  expect(await createManifest(directory, { symlinks: 'refuse' })).toMatchObject({ entries: 2 });
});

test.each<[string, () => string, object, string]>([
  ['no directory', () => '/no/such', {}, 'NO_DIRECTORY'],
  ['nothing to list', () => tree({}), {}, 'CREATE_FAILED'],
  ['no place for the list', () => tree({ a: '' }), { manifest: 'no/such' }, 'CREATE_FAILED'],
])('%s', async (_, directory, options, code) => {
  await expect(createManifest(directory(), options)).rejects.toMatchObject({ code });
});

test('an abort leaves what was there', async () => {
  const directory = endlessTree();
  const list = readFileSync(path.join(directory, 'sha1sum.txt'), 'utf8');
  const signal = AbortSignal.timeout(50);
  const creating = createManifest(directory, { algorithm: 'sha1', signal });
  await expect(creating).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(readFileSync(path.join(directory, 'sha1sum.txt'), 'utf8')).toBe(list);
  expect(readdirSync(directory)).toHaveLength(5);
});

test('two algorithms, two lists, one check', async () => {
  const directory = tree(odd);
  const { manifest: one } = await createManifest(directory, { algorithm: 'sha1' });
  const { manifest: two } = await createManifest(directory, { algorithm: 'sha512' });
  await expect(check(directory)).rejects.toMatchObject({ code: 'AMBIGUOUS_MANIFEST' });
  const report = await check(directory, { manifest: [one, two], extras: 'fail' });
  expect(report).toMatchObject({ ok: true, counts: { ok: 2 * Object.keys(odd).length + 1 } });
  expect(await digestFile(one, 'sha1')).toMatch(/^[0-9a-f]{40}$/);
});

test('progress goes up to the end', async () => {
  const calls: { files: number; filesTotal: number; bytes: number; bytesTotal: number }[] = [];
  const { bytes } = await createManifest(tree(odd), {
    onProgress: (progress) => calls.push(progress),
  });
  const files = Object.keys(odd).length;
  expect(calls.at(-1)).toMatchObject({ files, filesTotal: files, bytes, bytesTotal: bytes });
});

test('what onProgress throws ends the work, and no list is written', async () => {
  const directory = endlessTree();
  const onProgress = () => {
    throw new RangeError('enough');
  };
  const creating = createManifest(directory, { onProgress });
  await expect(creating).rejects.toThrow(new RangeError('enough'));
  expect(readdirSync(directory)).toHaveLength(5);
});
