/**
 * Every digest, of files of all small lengths and of random ones, is what other implementations
 * say, however the reads split the file. A failure prints the seed, which CHECKSIG_SEED sets.
 */
import { createCipheriv } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { formatManifest } from '../../lib';
import { digestSize, type Algorithm } from '../../lib/algorithms';
import { runChild } from '../support/child';
import { cli } from '../support/cli';
import { faulty } from '../support/faulty';
import { long, mostTime, times } from '../support/long';
import {
  ALL,
  coreutils,
  firstWords,
  noble,
  node,
  python,
  run,
  type Reference,
} from '../support/references';
import { temporaryDirectory } from '../support/temp';
import { describeWhere, describeWith } from '../support/tools';

const seed = Number(process.env['CHECKSIG_SEED'] ?? Date.now() % 2 ** 31);
const timeout = mostTime(60_000);

/** The library as it is, and those whose reads get as few bytes as chance will have it. */
const READS: Readonly<Record<string, Record<string, string>>> = {
  'whole reads': {},
  ...Object.fromEntries(
    Array.from({ length: times(1, 3) }, (_, i) => [
      `short reads (seed ${seed + i})`,
      { ...faulty(), CHECKSIG_SHORT_READS: String(seed + i) },
    ]),
  ),
};

/** Bytes and numbers from 0 to 1 that depend on the seed alone. */
const cipher = createCipheriv('aes-128-ctr', Buffer.alloc(16, String(seed)), Buffer.alloc(16));
const bytes = (size: number) => cipher.update(Buffer.alloc(size));
const random = () => bytes(4).readUInt32LE() / 2 ** 32;

/** Files whose names are their numbers. */
interface Files {
  readonly sizes: readonly number[];
  readonly algorithms: readonly string[];
}

const most = times(200_000, 10_000_000);
const SETS: Readonly<Record<string, Files>> = {
  'lengths 0 to 300': {
    sizes: Array.from({ length: 301 }, (_, i) => i),
    algorithms: ALL.filter((name, i) => long || !name.startsWith('blake2b-') || i % 8 === 0),
  },
  [`lengths to ${most} (seed ${seed})`]: {
    // Two of three are of any order of magnitude, one is of any length.
    sizes: Array.from({ length: times(9, 200) }, (_, i) =>
      Math.floor(i % 3 === 0 ? most * random() : most ** random()),
    ),
    algorithms: ALL.filter((name) => !name.startsWith('blake2b-') || random() < 0.05),
  },
};

/** A digest of ours, of the file of that number. */
type Found = [by: string, algorithm: string, file: number, digest: string];

/** What our functions say of the files: alone, and all algorithms of a file in one reading. */
const ours = `
  const { directory, names, algorithms } = data;
  const files = names.map((name) => path.join(directory, 'files', name));
  const found = [];
  for (const algorithm of algorithms) {
    const outcomes = await checksig.digestFiles(files, algorithm);
    outcomes.forEach(({ digest, status }, i) =>
      found.push(['digestFiles', algorithm, i, digest ?? status]));
  }
  for (const [i, file] of files.entries()) {
    const algorithm = algorithms[i % algorithms.length];
    found.push(['digestFile', algorithm, i, await checksig.digestFile(file, algorithm)]);
  }
  const manifest = path.join(directory, 'wrong');
  for await (const verdict of checksig.checkEach(path.join(directory, 'files'), { manifest })) {
    const { path: name, algorithm, status, expected, actual = expected } = verdict;
    found.push(['check', algorithm, Number(name), /^(ok|mismatch)$/.test(status) ? actual : status]);
  }
  console.log(JSON.stringify(found));`;

/** Other implementations. */
const REFERENCES: readonly {
  readonly name: string;
  readonly reference: Reference;
  /** The algorithms that it has for sure. */
  readonly has: RegExp;
  /** Those for which it is fast enough for large files, where not for all. */
  readonly fast?: RegExp;
  /** The tool that it needs. */
  readonly tool?: string;
}[] = [
  { name: 'node:crypto', reference: node, has: /^(md5|sha.*|blake2b|sm3)$/ },
  {
    name: '@noble/hashes',
    reference: noble,
    has: /^(md5|sha.*|blake.*)$/,
    fast: /^(md5|sha1|sha224|sha256|blake3)$/,
  },
  {
    name: 'Python',
    reference: python,
    has: /^(md5|sha\d+|sha3-.*|blake2b.*|crc32)$/,
    tool: 'python3',
  },
  {
    name: 'GNU coreutils',
    reference: coreutils,
    has: /^(md5|sha\d+|blake2b.*)$/,
    tool: 'b2sum',
  },
];

describeWhere('counting reads', 'grep -q syscr /proc/self/io')('the test build', () => {
  test.each([
    ['reads by the buffer', {}, 100],
    ['has short reads', { CHECKSIG_SHORT_READS: String(seed) }, Infinity],
  ])('%s', (_, env, most) => {
    const file = path.join(temporaryDirectory(), 'file');
    writeFileSync(file, Buffer.alloc(10_000_000));
    const script = `
      const reads = () => Number(/syscr: (\\d+)/.exec(fs.readFileSync('/proc/self/io'))[1]);
      await checksig.digestFile(data);
      const before = reads();
      await checksig.digestFile(data);
      console.log(reads() - before);`;
    const { stdout } = runChild(script, file, { env: { ...faulty(), ...env } });
    expect(Number(stdout)).toBeGreaterThan(most === Infinity ? 300 : 30);
    expect(Number(stdout)).toBeLessThan(most);
  });
});

describe.each(Object.entries(SETS))('%s', (_, { sizes, algorithms }) => {
  const names = sizes.map((_, i) => String(i));
  const found: Found[] = [];
  let files: string;

  beforeAll(() => {
    const directory = temporaryDirectory();
    files = path.join(directory, 'files');
    mkdirSync(files);
    names.forEach((name, i) => writeFileSync(path.join(files, name), bytes(sizes[i] ?? 0)));
    const wrong = names.flatMap((path) =>
      algorithms.map((algorithm) => ({
        path,
        algorithm: algorithm as Algorithm,
        digest: '0'.repeat(2 * digestSize(algorithm)),
      })),
    );
    writeFileSync(path.join(directory, 'wrong'), formatManifest(wrong, { form: 'bsd' }));
    for (const [reads, env] of Object.entries(READS)) {
      const outcome = runChild(ours, { directory, names, algorithms }, { env, timeout });
      const digests = JSON.parse(outcome.stdout) as Found[];
      for (const [by, ...digest] of digests) found.push([`${by}, ${reads}`, ...digest]);
    }
  }, timeout);
  afterAll(() => rmSync(files, { recursive: true }));

  test('every file has a digest of every function', () => {
    const each = 2 * algorithms.length * names.length + names.length;
    expect(found).toHaveLength(each * Object.keys(READS).length);
  });

  for (const { name, reference, has, fast = /./, tool } of REFERENCES) {
    const describeIt = tool === undefined ? describe : describeWith(tool);
    describeIt(name, () => {
      test(
        'says the same',
        () => {
          const large = Math.max(...sizes) > 1e6;
          const asked = algorithms.filter((algorithm) => !large || fast.test(algorithm));
          const expected = asked.filter((algorithm) => has.test(algorithm));
          const theirs = reference(files, names, asked);
          expect(Object.keys(theirs)).toEqual(expect.arrayContaining(expected));
          const different = found.flatMap(([by, algorithm, i, digest]) => {
            const other = theirs[algorithm]?.[i];
            if (other === undefined || other === digest) return [];
            return [`${algorithm} of ${sizes[i]} bytes: ${digest} (${by}), not ${other}`];
          });
          expect(different).toEqual([]);
        },
        timeout,
      );
    });
  }

  describeWith('sum')('the checksums of GNU', () => {
    test.each([
      ['crc', 'cksum'],
      ['bsd', 'sum', '-r'],
      ['sysv', 'sum', '-s'],
    ])(
      '%s',
      (algorithm, tool, ...options) => {
        const theirs = firstWords(run(tool, [...options, ...names], { cwd: files }) ?? '');
        expect(theirs).toHaveLength(names.length);
        for (const env of Object.values(READS).slice(long ? 0 : -1)) {
          const args = [cli, 'cksum', '-a', algorithm, ...names];
          const printed = run(process.execPath, args, {
            cwd: files,
            env: { ...process.env, ...env },
          });
          expect(firstWords(printed ?? '')).toEqual(theirs);
        }
      },
      timeout,
    );
  });
});
