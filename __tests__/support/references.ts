/** Other people's implementations of the digests. */
import { spawnSync } from 'node:child_process';
import { createHash, getHashes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { ALGORITHMS } from '../../lib/algorithms';
import { root } from './paths';

/** The digests of some files, in their order, by the names of the algorithms. */
export type Digests = Readonly<Record<string, readonly string[]>>;

/** Digests the files of a directory with those of the algorithms that it has. */
export type Reference = (
  directory: string,
  names: readonly string[],
  algorithms: readonly string[],
) => Digests;

/** `blake2b-8` to `blake2b-504`; `blake2b` is that of 512 bits. */
const SHORTER = Array.from({ length: 63 }, (_, i) => `blake2b-${8 * (i + 1)}`);

export const ALL: readonly string[] = [...ALGORITHMS, ...SHORTER];

/** The bits of a BLAKE2b; `undefined` for another algorithm. */
function blake2bBits(algorithm: string): number | undefined {
  if (algorithm === 'blake2b') return 512;
  const [, bits] = /^blake2b-(\d+)$/.exec(algorithm) ?? [];
  return bits === undefined ? undefined : Number(bits);
}

/** Node's: OpenSSL, and zlib where this Node has its CRC. */
export const node: Reference = (directory, names, algorithms) => {
  const digestOf: Record<string, (data: Buffer) => string> = {};
  for (const algorithm of algorithms) {
    const name = algorithm === 'blake2b' ? 'blake2b512' : algorithm;
    if (getHashes().includes(name)) {
      digestOf[algorithm] = (data) => createHash(name).update(data).digest('hex');
    }
  }
  const { crc32 } = zlib as { crc32?: (data: Buffer) => number };
  if (crc32 && algorithms.includes('crc32')) {
    digestOf['crc32'] = (data) => crc32(data).toString(16).padStart(8, '0');
  }
  const digests = Object.keys(digestOf).map((algorithm): [string, string[]] => [algorithm, []]);
  for (const name of names) {
    const data = readFileSync(path.join(directory, name));
    for (const [algorithm, list] of digests) list.push(digestOf[algorithm]?.(data) ?? '');
  }
  return Object.fromEntries(digests);
};

/** Python's: hashlib and zlib. */
export const python: Reference = (...files) => output('python3', ['-c', PYTHON], files);

const PYTHON = `
import hashlib, json, os, sys, zlib
directory, names, algorithms = json.load(sys.stdin)

def hasher(name):
    if name == 'crc32':
        return lambda data: f'{zlib.crc32(data):08x}'
    if name.startswith('blake2b'):
        size = int(name[8:] or 512) // 8
        return lambda data: hashlib.blake2b(data, digest_size=size).hexdigest()
    theirs = name.replace('-', '_')
    hashlib.new(theirs)
    return lambda data: hashlib.new(theirs, data).hexdigest()

hashers = {}
for name in algorithms:
    try:
        hashers[name] = hasher(name)
    except ValueError:
        pass
digests = {name: [] for name in hashers}
for file in names:
    with open(os.path.join(directory, file), 'rb') as f:
        data = f.read()
    for name in hashers:
        digests[name].append(hashers[name](data))
json.dump(digests, sys.stdout)`;

/** @noble/hashes: JavaScript alone. */
export const noble: Reference = (...files) =>
  output(process.execPath, ['--input-type=module', '-e', NOBLE], files);

const NOBLE = `
import fs from 'node:fs';
import path from 'node:path';
import { blake2b } from '@noble/hashes/blake2.js';
import { blake3 } from '@noble/hashes/blake3.js';
import * as legacy from '@noble/hashes/legacy.js';
import * as sha2 from '@noble/hashes/sha2.js';
import * as sha3 from '@noble/hashes/sha3.js';
const all = { ...legacy, ...sha2, ...sha3, blake3 };
const [directory, names, algorithms] = JSON.parse(fs.readFileSync(0, 'utf8'));
const hashers = {};
for (const algorithm of algorithms) {
  const dkLen = Number(/^blake2b-(\\d+)$/.exec(algorithm)?.[1] ?? 512) / 8;
  const hash = algorithm.startsWith('blake2b')
    ? (data) => blake2b(data, { dkLen })
    : all[algorithm.replace('-', '_')];
  if (hash) hashers[algorithm] = hash;
}
const digests = Object.fromEntries(Object.keys(hashers).map((algorithm) => [algorithm, []]));
for (const name of names) {
  const data = Uint8Array.from(fs.readFileSync(path.join(directory, name)));
  for (const [algorithm, list] of Object.entries(digests)) {
    list.push(Buffer.from(hashers[algorithm](data)).toString('hex'));
  }
}
console.log(JSON.stringify(digests));`;

/** GNU's: a tool for each algorithm, and `cksum` of a version that has it for SM3. */
export const coreutils: Reference = (directory, names, algorithms) => {
  const digests: Record<string, string[]> = {};
  for (const algorithm of algorithms) {
    const command = coreutilsCommand(algorithm);
    if (!command) continue;
    const [tool = '', ...options] = command;
    const lines = run(tool, [...options, '--', ...names], { cwd: directory });
    if (lines !== undefined) digests[algorithm] = firstWords(lines);
  }
  return digests;
};

function coreutilsCommand(algorithm: string): string[] | undefined {
  const bits = blake2bBits(algorithm);
  if (bits !== undefined) return ['b2sum', '-l', String(bits)];
  if (algorithm === 'sm3') return ['cksum', '-a', 'sm3', '--untagged'];
  return /^(md5|sha\d+)$/.test(algorithm) ? [`${algorithm}sum`] : undefined;
}

/** The first word of each line: a digest. */
export function firstWords(lines: string): string[] {
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');
}

/** What a program prints; `undefined` if it fails. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; input?: string; env?: NodeJS.ProcessEnv } = {},
): string | undefined {
  const { status, stdout } = spawnSync(program, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    ...options,
  });
  return status === 0 ? stdout : undefined;
}

function output(program: string, args: readonly string[], files: Parameters<Reference>): Digests {
  const text = run(program, args, { input: JSON.stringify(files) });
  if (text === undefined) throw new Error(`${program} failed`);
  return JSON.parse(text) as Digests;
}
