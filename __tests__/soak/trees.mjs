/**
 * The directories that the soak checks. A case is one of them with the options that decide what
 * there is to say of it, and what that is:
 *
 *     name, directory, options   what is checked
 *     failures, remarks          as in the report; in their order
 *     ok                         how many files are as listed; absent: not known
 *     error                      in the place of these: the code and path of the ChecksigError
 *     verify                     what `verify` says; absent: it is not asked
 *     list                       the list's path; absent: it is not parsed by itself
 *
 * Digests are node:crypto's.
 */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  cpSync,
  ftruncateSync,
  openSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { digest, Tree } from './tree.mjs';
import { vectorCases } from './vectors.mjs';

const LOGS = fileURLToPath(new URL('../../testdata/logs', import.meta.url));
const NOT_HEX = 'expected 40 hexadecimal digits, two spaces and a name';

/** Makes everything beneath a directory. */
export function makeTrees(parent) {
  const cases = [
    logs(parent),
    ...smallFiles(parent),
    ...largeFiles(parent),
    oddNodes(parent),
    ...rubbish(parent),
    hugeLines(parent),
    manyMissing(parent),
    ...severalLists(parent),
    allAlgorithms(parent),
    utf16(parent),
    error('no directory', path.join(parent, 'nowhere'), {}, 'NO_DIRECTORY', ''),
    ...vectorCases(parent),
  ];
  return { cases, endless: endless(parent), files: files(parent), scratch: scratch(parent) };
}

/** The case of a tree with nothing but its usual list. */
const plain = (name, tree, more = {}) => ({
  name,
  directory: tree.directory,
  options: {},
  ok: tree.ok,
  failures: tree.failures,
  remarks: [],
  verify: tree.message,
  list: path.join(tree.directory, 'sha1sum.txt'),
  ...more,
});

/** The case of such a tree with options: its answer alone is known. */
const special = (name, tree, options, more) => ({
  ...plain(name, tree),
  verify: undefined,
  list: undefined,
  options,
  ...more,
});

const error = (name, directory, options, code, file = 'sha1sum.txt') => ({
  name,
  directory,
  options,
  error: { code, path: path.join(directory, file) },
});

function logs(parent) {
  const tree = new Tree(parent, 'logs');
  cpSync(LOGS, tree.directory, { recursive: true });
  for (const line of readFileSync(path.join(LOGS, 'sha1sum.txt'), 'utf8').trimEnd().split('\n')) {
    const [expected, name] = line.split('  ');
    const actual = digest('sha1', readFileSync(path.join(LOGS, name)));
    const message = `"${tree.directory}/${name}" - mismatch`;
    if (actual === expected) tree.line(line);
    else tree.line(line, { path: name, reason: 'mismatch', expected, actual, message });
  }
  return plain('logs', tree);
}

function smallFiles(parent) {
  const tree = new Tree(parent, 'small');
  for (let i = 0; i < 2000; i++) {
    const name = `directory ${i % 30}/file ${i}`;
    if (i % 150 === 1) tree.entry(name, 'missing');
    else if (i % 100 === 2) tree.wrong(name, `wrong ${i}\n`);
    else tree.right(name, `${i}\n`.repeat(i % 800));
  }
  tree.list();
  const extras = [];
  for (let i = 10; i < 30; i++) {
    const name = `directory ${i}/extra`;
    tree.file(name, 'extra\n');
    const message = `"${tree.directory}/${name}" - extra`;
    extras.push({ path: name, reason: 'extra', message });
  }
  const there = tree.failures.filter(({ reason }) => reason !== 'missing');
  const refused = (options, code) =>
    error(`small files, ${code} ${Object.keys(options)}`, tree.directory, options, code);
  return [
    plain('small files', tree),
    special('small files, missing ignored', tree, { missing: 'ignore' }, { failures: there }),
    special(
      'small files, extras fail',
      tree,
      { extras: 'fail' },
      {
        failures: [...tree.failures, ...extras],
      },
    ),
    special('small files, extras reported', tree, { extras: 'report' }, { remarks: extras }),
    refused({ allowedAlgorithms: ['sha256', 'blake3'] }, 'ALGORITHM_REFUSED'),
    refused({ maxEntries: 1999 }, 'LIMIT_EXCEEDED'),
    refused({ maxManifestBytes: 1000 }, 'LIMIT_EXCEEDED'),
  ];
}

const MIB = 2 ** 20;

/** So large, and so many, that two workers with nothing else to do become a pair. */
function largeFiles(parent) {
  const tree = new Tree(parent, 'large');
  const names = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
  for (const [i, name] of names.entries()) {
    const block = Buffer.alloc(MIB, digest('sha512', name));
    const content = Buffer.concat(Array.from({ length: 24 + i }, () => block));
    if (i === 1) tree.wrong(name, content);
    else tree.right(name, content);
  }
  tree.list();
  const tooLarge = new Tree(parent, 'large'); // the same once more, with other things to say of it
  for (const name of names) {
    tooLarge.entry(name, 'unreadable', { detail: 'EFBIG' });
  }
  const listed = readFileSync(path.join(tree.directory, 'sha1sum.txt'), 'utf8').split('\n');
  const failures = tooLarge.failures.map((failure, i) => ({
    ...failure,
    expected: listed[i].slice(0, 40),
  }));
  return [
    plain('large files', tree),
    special('large files, none allowed', tree, { maxFileBytes: MIB }, { ok: 0, failures }),
  ];
}

/** What is no regular file, or not in the directory, or has a strange name. */
function oddNodes(parent) {
  const tree = new Tree(parent, 'odd');
  new Tree(parent, 'odd-outside').file('secret', 'secret\n');
  const fifos = Array.from({ length: 20 }, (_, i) => tree.at(`fifo ${i}`).toString());
  execFileSync('mkfifo', fifos);
  for (let i = 0; i < 20; i++) {
    tree.entry(`fifo ${i}`, 'not-regular', { detail: 'fifo' });
    tree.right(`files ${i}/new\tline`, 'a tab in its name\n');
    tree.entry(`files ${i}`, 'not-regular', { detail: 'directory' });
    symlinkSync('../odd-outside/secret', tree.at(`link out ${i}`));
    tree.entry(`link out ${i}`, 'outside');
    symlinkSync(`files ${i}`, tree.at(`link ${i}`));
    tree.line(`${digest('sha1', 'a tab in its name\n')}  link ${i}/new\tline`);
    symlinkSync(`circle ${i}`, tree.at(`circle ${i}`));
    tree.entry(`circle ${i}`, 'unreadable', { detail: 'ELOOP' });
    symlinkSync('nothing', tree.at(`dangling ${i}`));
    tree.entry(`dangling ${i}`, 'missing');
    tree.right(Buffer.from([0x6c, 0xff, 0xfe, 0x30 + i]), 'no UTF-8 in its name\n');
    tree.entry('../odd-outside/secret', 'outside', { where: `${parent}/odd-outside/secret` });
    tree.entry('/etc/hostname', 'outside', { where: '/etc/hostname' });
  }
  tree.list();
  return plain('odd nodes', tree);
}

function rubbish(parent) {
  const few = new Tree(parent, 'rubbish');
  for (let i = 0; i < 3000; i++) {
    if (i % 100 === 0) few.right(`file ${i}`, `${i}\n`);
    else few.malformed(`rubbish ${i}`, NOT_HEX);
  }
  few.list();
  const much = new Tree(parent, 'much-rubbish');
  much.file('sha1sum.txt', 'rubbish\n'.repeat(150_000));
  return [
    plain('rubbish', few),
    special(
      'rubbish, reported',
      few,
      { malformed: 'report' },
      {
        failures: [],
        remarks: few.failures,
      },
    ),
    error('nothing but rubbish', much.directory, {}, 'BAD_MANIFEST'),
  ];
}

/** A line of 4 MiB that is none, and one with a name of 256 KiB. */
function hugeLines(parent) {
  const tree = new Tree(parent, 'huge-lines');
  tree.right('a', 'a\n');
  tree.malformed('x'.repeat(4 * MIB), NOT_HEX);
  tree.entry('n'.repeat(MIB / 4), 'unreadable', { detail: 'ENAMETOOLONG' });
  tree.right('b', 'b\n');
  tree.list();
  return plain('huge lines', tree);
}

/** More failures than a report has by default. */
function manyMissing(parent) {
  const tree = new Tree(parent, 'many-missing');
  for (let i = 0; i < 12_000; i++) tree.entry(`missing/${i}`, 'missing');
  tree.list();
  return plain('many missing', tree);
}

function severalLists(parent) {
  const tree = new Tree(parent, 'several-lists');
  for (let i = 0; i < 50; i++) tree.right(`file ${i}`, `${i}\n`);
  tree.list();
  const lines = Array.from({ length: 50 }, (_, i) => {
    const content = i === 7 ? 'another\n' : `${i}\n`;
    return `${digest('sha256', content)}  file ${i}\n`;
  });
  tree.file('sha256sum.txt', lines.join(''));
  const mismatch = {
    path: 'file 7',
    reason: 'mismatch',
    line: 8,
    expected: digest('sha256', 'another\n'),
    actual: digest('sha256', '7\n'),
    message: `"${tree.directory}/file 7" - mismatch`,
  };
  return [
    error('several lists', tree.directory, {}, 'AMBIGUOUS_MANIFEST', ''),
    special(
      'both of several lists',
      tree,
      { manifest: ['sha1sum.txt', 'sha256sum.txt'] },
      {
        ok: 99,
        failures: [mismatch],
      },
    ),
    special('one of several lists', tree, { manifest: 'sha1sum.txt', allowedAlgorithms: ['sha1'] }),
  ];
}

/** The names of algorithms, and node:crypto's. */
export const ALGORITHMS = {
  md5: 'md5',
  sha1: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  'sha512-256': 'sha512-256',
  'sha3-224': 'sha3-224',
  'sha3-256': 'sha3-256',
  'sha3-384': 'sha3-384',
  'sha3-512': 'sha3-512',
  blake2b: 'blake2b512',
  sm3: 'sm3',
};

const TAGS = { blake2b: 'BLAKE2b', 'sha512-256': 'SHA512-256' };

function allAlgorithms(parent) {
  const tree = new Tree(parent, 'algorithms');
  for (const [name, inNode] of Object.entries(ALGORITHMS)) {
    for (let i = 0; i < 10; i++) {
      const content = name.repeat(1000 * i);
      tree.file(`${name}-${i}`, content);
      const tag = TAGS[name] ?? name.toUpperCase();
      tree.line(`${tag} (${name}-${i}) = ${digest(inNode, content)}`);
    }
  }
  tree.list('checksums.txt');
  return plain('all algorithms', tree, {
    verify: undefined,
    list: path.join(tree.directory, 'checksums.txt'),
  });
}

function utf16(parent) {
  const tree = new Tree(parent, 'utf-16');
  const text = `\ufeff${digest('sha1', 'a')}  a\n`.repeat(10_000);
  tree.file('sha1sum.txt', Buffer.from(text, 'utf16le'));
  return error('UTF-16', tree.directory, {}, 'BAD_MANIFEST');
}

/** A directory whose four files take minutes to read: they are large, and holes. A fifth is missing. */
function endless(parent) {
  const tree = new Tree(parent, 'endless');
  tree.entry('gone', 'missing');
  for (const name of ['a', 'b', 'c', 'd']) {
    const file = openSync(tree.at(name), 'w');
    ftruncateSync(file, 2 ** 38);
    closeSync(file);
    tree.entry(name, 'mismatch');
  }
  return tree.list().directory;
}

/** Files to digest, with what comes of them. */
function files(parent) {
  writeFileSync(path.join(parent, 'medium'), Buffer.alloc(4 * MIB, 'medium'));
  const read = (name) => {
    const file = path.join(parent, name);
    const content = readFileSync(file);
    const digests = Object.entries(ALGORITHMS).map(([name, inNode]) => [
      name,
      digest(inNode, content),
    ]);
    return { path: file, size: content.length, digests: Object.fromEntries(digests) };
  };
  const not = (name, status, detail) => ({ path: path.join(parent, name), status, detail });
  return [
    ...Array.from({ length: 10 }, (_, i) => read(`algorithms/md5-${i}`)),
    read('medium'),
    read('logs/httpd-08.log'),
    read('odd/link 3/new\tline'),
    not('nowhere', 'missing', 'ENOENT'),
    not('odd/fifo 1', 'not-regular', 'fifo'),
    not('odd/files 1', 'not-regular', 'directory'),
    not('odd/circle 1', 'unreadable', 'ELOOP'),
  ];
}

/** Where operations write. */
const scratch = (parent) => new Tree(parent, 'scratch').directory;
