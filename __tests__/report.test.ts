import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { check, type CheckOptions, type Report } from '../lib';
import { goodLogs } from './support/logs';
import { sha1, tree } from './support/tree';

const zeros = '0'.repeat(40);
const list = `${sha1('a')}  a\n${zeros}  b\nrubbish\n${sha1('c')}  gone\n${zeros}  a\n`;
const mixed = () => tree({ a: 'a', b: 'b', extra: 'x', 'sha1sum.txt': list });

const none = { ...Object.fromEntries(statuses().map((status) => [status, 0])) };
function statuses() {
  return ['ok', 'mismatch', 'missing', 'unreadable', 'not-regular', 'outside', 'changed'].concat([
    'conflict',
    'malformed',
    'extra',
  ]);
}

test('a report of good data', async () => {
  const logs = goodLogs();
  const report = await check(logs);
  expect(report).toEqual({
    ok: true,
    counts: { ...none, ok: 10 },
    bytes: expect.any(Number) as number,
    seconds: expect.any(Number) as number,
    failures: [],
    failuresOmitted: 0,
    remarks: [],
    manifest: path.join(logs, 'sha1sum.txt'),
    algorithm: 'sha1',
    manifests: [{ path: path.join(logs, 'sha1sum.txt'), entries: 10, algorithms: ['sha1'] }],
  });
  expect(report.bytes).toBeGreaterThan(100_000);
});

test('a report of bad data has every verdict, in the order of the list', async () => {
  const directory = mixed();
  const report = await check(directory, { extras: 'fail' });
  const listed = { size: 0, manifest: 0, algorithm: 'sha1' };
  expect(report).toMatchObject({
    ok: false,
    counts: { ...none, ok: 1, mismatch: 1, malformed: 1, missing: 1, conflict: 1, extra: 1 },
    bytes: 2,
  });
  expect(report.failures).toEqual([
    {
      ...listed,
      status: 'mismatch',
      path: 'b',
      size: 1,
      line: 2,
      expected: zeros,
      actual: sha1('b'),
      message: `"${directory}/b" - mismatch`,
    },
    {
      status: 'malformed',
      path: 'sha1sum.txt',
      size: 0,
      manifest: 0,
      line: 3,
      text: 'rubbish',
      reason: expect.stringContaining('expected 40 hexadecimal digits') as string,
      message: expect.stringContaining(`"${directory}/sha1sum.txt" line 3 - malformed`) as string,
    },
    {
      ...listed,
      status: 'missing',
      path: 'gone',
      line: 4,
      expected: sha1('c'),
      message: `"${directory}/gone" - missing`,
    },
    {
      ...listed,
      status: 'conflict',
      path: 'a',
      size: 1,
      line: 5,
      expected: zeros,
      previous: sha1('a'),
      message: `"${directory}/a" - conflict: listed before with the digest ${sha1('a')}`,
    },
    { status: 'extra', path: 'extra', size: 0, message: `"${directory}/extra" - extra` },
  ]);
});

/** What is in a report, as `status path` in its order. */
const brief = ({ ok, failures, remarks, failuresOmitted }: Report) => ({
  ok,
  failures: failures.map(({ status, path }) => `${status} ${path}`),
  remarks: remarks.map(({ status, path }) => `${status} ${path}`),
  failuresOmitted,
});

describe('policies', () => {
  const a = `${sha1('a')}  a\n`;
  const good = { ok: true, failures: [], remarks: [], failuresOmitted: 0 };
  test.each<[string, Record<string, string>, CheckOptions, Partial<ReturnType<typeof brief>>]>([
    ['extras are ignored', { a: 'a', x: '', 'sha1sum.txt': a }, {}, {}],
    [
      'extras are reported',
      { a: 'a', x: '', 'sha1sum.txt': a },
      { extras: 'report' },
      { remarks: ['extra x'] },
    ],
    [
      'extras fail',
      { a: 'a', x: '', 'd/y': '', 'sha1sum.txt': a },
      { extras: 'fail' },
      { ok: false, failures: ['extra d/y', 'extra x'] },
    ],
    [
      'missing files are ignored',
      { a: 'a', 'sha1sum.txt': `${a}${zeros}  gone\n` },
      { missing: 'ignore' },
      {},
    ],
    [
      'nothing but missing files is not ok',
      { 'sha1sum.txt': a },
      { missing: 'ignore' },
      { ok: false },
    ],
    [
      'malformed lines are reported',
      { a: 'a', 'sha1sum.txt': `${a}rubbish\n` },
      { malformed: 'report' },
      { remarks: ['malformed sha1sum.txt'] },
    ],
    [
      'nothing but malformed lines is not ok',
      { 'sha1sum.txt': 'rubbish\n' },
      { malformed: 'report' },
      { ok: false, remarks: ['malformed sha1sum.txt'] },
    ],
    [
      'failures are capped, the first are kept',
      { 'sha1sum.txt': `${zeros}  x\n${zeros}  y\n${zeros}  z\n` },
      { maxFailures: 2 },
      { ok: false, failures: ['missing x', 'missing y'], failuresOmitted: 1 },
    ],
    [
      'files are limited',
      { a: 'aa', 'sha1sum.txt': `${sha1('aa')}  a\n` },
      { maxFileBytes: 1 },
      { ok: false, failures: ['unreadable a'] },
    ],
    [
      'the algorithm is given',
      { a: 'a', list: a },
      { manifest: 'list', algorithm: 'sha1', concurrency: 3, allowedAlgorithms: ['sha1', 'md5'] },
      {},
    ],
  ])('%s', async (_, files, options, expected) => {
    expect(brief(await check(tree(files), options))).toEqual({ ...good, ...expected });
  });
});

test('links are followed inside the directory, or refused', async () => {
  const directory = tree({ a: 'a', 'sha1sum.txt': `${sha1('a')}  link\n` });
  symlinkSync('a', path.join(directory, 'link'));
  expect(await check(directory)).toMatchObject({ ok: true });
  expect(await check(directory, { symlinks: 'refuse' })).toMatchObject({
    ok: false,
    failures: [{ status: 'not-regular', path: 'link', kind: 'link' }],
  });
});

test('several lists, of which each verdict says its own', async () => {
  const directory = tree({ a: 'a', one: `${sha1('a')}  a\n`, two: `${zeros}  b\n` });
  const report = await check(directory, { manifest: ['one', path.join(directory, 'two')] });
  expect(report).toMatchObject({
    failures: [{ status: 'missing', path: 'b', manifest: 1 }],
    manifest: path.join(directory, 'one'),
    manifests: [{ entries: 1 }, { path: path.join(directory, 'two'), algorithms: ['sha1'] }],
  });
});

test.each<[string, Record<string, string>, CheckOptions, string]>([
  ['no list', { a: '' }, {}, 'NO_MANIFEST'],
  ['no such list', { a: '' }, { manifest: 'list' }, 'NO_MANIFEST'],
  ['a list that leads out', { a: '' }, { manifest: '../list' }, 'NO_MANIFEST'],
  ['two lists', { 'sha1sum.txt': 'x', MD5SUMS: 'x' }, {}, 'AMBIGUOUS_MANIFEST'],
  ['an empty list', { 'sha1sum.txt': '' }, {}, 'BAD_MANIFEST'],
  ['rubbish', { 'sha1sum.txt': 'x\n'.repeat(100_001) }, {}, 'BAD_MANIFEST'],
  ['too many entries', { 'sha1sum.txt': list }, { maxEntries: 1 }, 'LIMIT_EXCEEDED'],
  ['too many bytes', { 'sha1sum.txt': list }, { maxManifestBytes: 9 }, 'LIMIT_EXCEEDED'],
  [
    'a refused algorithm',
    { 'sha1sum.txt': list },
    { allowedAlgorithms: ['sha256', 'sha512'] },
    'ALGORITHM_REFUSED',
  ],
])('there is no answer: %s', async (_, files, options, code) => {
  await expect(check(tree(files), options)).rejects.toMatchObject({ name: 'ChecksigError', code });
});

test('names that are not UTF-8 keep their bytes', async () => {
  const name = Buffer.from('caf\xe9', 'latin1');
  const directory = tree({ 'sha1sum.txt': Buffer.concat([Buffer.from(`${zeros}  `), name]) });
  const report = await check(directory);
  expect(report.failures).toMatchObject([{ path: 'caf\ufffd', pathBytes: Uint8Array.from(name) }]);
});

test('progress goes up to the end', async () => {
  const calls: { files: number; filesTotal: number; bytes: number; bytesTotal: number }[] = [];
  const { bytes } = await check(goodLogs(), { onProgress: (progress) => calls.push(progress) });
  expect(calls.at(-1)).toMatchObject({ files: 10, filesTotal: 10, bytes, bytesTotal: bytes });
});

test('what onProgress throws ends the check', async () => {
  const onProgress = () => {
    throw new RangeError('enough');
  };
  await expect(check(goodLogs(), { onProgress })).rejects.toThrow(new RangeError('enough'));
});
