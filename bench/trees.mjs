/**
 * Builds sets of files, once: a stamp beside the files says what they are. A set is a directory:
 *
 *     tree/                        the files
 *     right.sha1, wrong.sha1       lists of the whole tree; the latter has one digest altered
 *     right.hashdeep, wrong.hashdeep
 *     right.md5, …                 lists of other digests, once somebody asked for them
 *     names                        of the files, each with a NUL
 *     stamp.json
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

import { byteStream } from './random.mjs';

const FORMAT = 1;
const PIECE = 4 * 2 ** 20;

/**
 * @param files their names and sizes
 * @returns where everything is, the lists' digests by name and the name that the wrong list spoils
 */
export function buildSet(data, name, files, algorithm = 'sha1') {
  const directory = path.join(data, name);
  const stamp = JSON.stringify({
    format: FORMAT,
    files: createHash('sha256').update(JSON.stringify(files)).digest('hex'),
  });
  const stampFile = path.join(directory, 'stamp.json');
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    console.log(`building ${name}: ${files.length} files`);
    rmSync(directory, { recursive: true, force: true });
    const tree = path.join(directory, 'tree');
    writeLists(directory, files, writeFiles(tree, name, files));
    writeFileSync(stampFile, stamp);
  }
  const set = describe(directory, files, algorithm);
  if (!existsSync(set.right)) {
    console.log(`listing ${name}: ${algorithm}`);
    const digests = files.map((file) => digestOf(path.join(set.tree, file.name), algorithm));
    writeList(set.wrong, files, spoil(digests));
    writeList(set.right, files, digests); // last: it says that both are there
  }
  return set;
}

function describe(directory, files, algorithm) {
  return {
    algorithm,
    tree: path.join(directory, 'tree'),
    right: path.join(directory, `right.${algorithm}`),
    wrong: path.join(directory, `wrong.${algorithm}`),
    rightDeep: path.join(directory, 'right.hashdeep'),
    wrongDeep: path.join(directory, 'wrong.hashdeep'),
    names: path.join(directory, 'names'),
    count: files.length,
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    wrongName: files[spoiled(files)].name,
  };
}

/** The index of the file whose digest the wrong list alters, of all files or digests. */
const spoiled = (all) => all.length >> 1;

/** Writes the files. @returns their digests, in order */
function writeFiles(tree, seed, files) {
  const next = byteStream(seed);
  const made = new Set();
  return files.map(({ name, size }) => {
    const file = path.join(tree, name);
    const parent = path.dirname(file);
    if (!made.has(parent)) {
      mkdirSync(parent, { recursive: true });
      made.add(parent);
    }
    const hash = createHash('sha1');
    const descriptor = openSync(file, 'w');
    for (let left = size; left > 0; left -= PIECE) {
      const piece = next(Math.min(left, PIECE));
      hash.update(piece);
      writeSync(descriptor, piece);
    }
    closeSync(descriptor);
    return hash.digest('hex');
  });
}

function digestOf(file, algorithm) {
  const hash = createHash(algorithm);
  const piece = Buffer.allocUnsafe(PIECE);
  const descriptor = openSync(file);
  for (let n; (n = readSync(descriptor, piece)) > 0;) hash.update(piece.subarray(0, n));
  closeSync(descriptor);
  return hash.digest('hex');
}

function writeList(file, files, digests) {
  writeFileSync(file, files.map(({ name }, i) => `${digests[i]}  ${name}\n`).join(''));
}

/** The digests, of which one is altered. */
const spoil = (digests) => digests.with(spoiled(digests), flip(digests[spoiled(digests)]));

function writeLists(directory, files, digests) {
  const write = (name, lines) => writeFileSync(path.join(directory, name), lines.join(''));
  for (const [kind, listed] of [
    ['right', digests],
    ['wrong', spoil(digests)],
  ]) {
    writeList(path.join(directory, `${kind}.sha1`), files, listed);
    write(`${kind}.hashdeep`, [
      '%%%% HASHDEEP-1.0\n%%%% size,sha1,filename\n## Invoked from: /\n## $ hashdeep\n##\n',
      ...files.map(({ name, size }, i) => `${size},${listed[i]},./${name}\n`),
    ]);
  }
  write(
    'names',
    files.map(({ name }) => `${name}\0`),
  );
}

/** The digest with another first digit. */
const flip = (digest) => (digest[0] === '0' ? '1' : '0') + digest.slice(1);
