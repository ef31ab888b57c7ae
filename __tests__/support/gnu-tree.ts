import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { temporaryDirectory } from './temp';

/** Files of all kinds of names, in strings with one character for each byte. */
const FILES: Readonly<Record<string, string>> = {
  f: 'hello\n',
  empty: '',
  binary: '\0\x01\xff\r\n\x1a',
  big: 'checksig '.repeat(30_000),
  'a b': 'space',
  ' lead': 'space in front',
  'trail ': 'space behind',
  '*star': 'star',
  '#hash': 'hash',
  'new\nline': 'newline',
  'cr\r': 'return',
  'cr\rmid': 'return within',
  'back\\slash': 'backslash',
  'n\\n': 'what looks like an escape',
  'all\\\n\r': 'all that is escaped',
  "it's": 'apostrophe',
  "it's #1": 'apostrophe and more',
  'tab\t': 'tab',
  '-dash': 'dash',
  '--tag': 'an option',
  'x:y': 'colon',
  '(paren)': 'parentheses',
  'p) = x': 'what looks like the end of a name',
  '\xc3\xa9': 'UTF-8',
  'l\xff\xfe': 'no UTF-8',
  'bell\x07\x1b': 'control characters',
  $HOME: 'dollar',
  'sub/f': 'below',
};

/** Names that cannot be read, each in its way. */
const BAD = ['nope', 'dir', 'loop', 'dangling', 'f/x', 'y'.repeat(300), 'no such\nfile', ' '];

export const READABLE: readonly string[] = [...Object.keys(FILES), 'link'];
export const NAMES: readonly string[] = [...READABLE, ...BAD];

/** The algorithms whose lists can be checked, and the lengths of BLAKE2b that are used. */
export const ALGORITHMS = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'blake2b', 'sm3'];
export const LENGTHS = [8, 16, 80, 128, 256, 504];

/** Digests by algorithm (`sha1`, `blake2b-256`) and name. */
export type Digests = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Makes a directory with all of them. */
export function makeTree(): string {
  const directory = temporaryDirectory();
  const at = (name: string) => Buffer.from(`${directory}/${name}`, 'latin1');
  mkdirSync(at('sub'));
  mkdirSync(at('dir'));
  for (const [name, content] of Object.entries(FILES)) writeFileSync(at(name), content, 'latin1');
  symlinkSync('f', at('link'));
  symlinkSync('loop', at('loop'));
  symlinkSync('nowhere', at('dangling'));
  return directory;
}

/** The digests of the readable files, as GNU cksum gives them. */
export function digestTree(directory: string): Digests {
  const digests = new Map<string, ReadonlyMap<string, string>>();
  const names = READABLE.map((name) => `${name}\0`).join('');
  for (const algorithm of [...ALGORITHMS, ...LENGTHS.map((bits) => `blake2b-${bits}`)]) {
    const [name = '', bits] = algorithm.split('-');
    const options = ['-a', name, ...(bits ? ['-l', bits] : []), '--untagged', '-z', '--'];
    const { stdout } = spawnSync('xargs', ['-0', 'cksum', ...options], {
      cwd: directory,
      input: Buffer.from(names, 'latin1'),
      encoding: 'latin1',
    });
    const lines = stdout.split('\0').filter((line) => line !== '');
    digests.set(
      algorithm,
      new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 2), line.split(' ')[0] ?? ''])),
    );
  }
  return digests;
}
