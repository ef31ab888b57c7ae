import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { digest } from './tree.mjs';

const KINDS = {
  fifo: 'not-regular',
  link: 'not-regular', // to a directory
  'link out': 'outside',
  circle: 'unreadable',
  dangling: 'missing',
};

/** What `createManifest` writes of directories that trees.mjs made, and what it skips. */
export const listings = (parent) =>
  ['small', 'large', 'odd', 'logs'].map((name) => listing(path.join(parent, name)));

function listing(directory) {
  const names = regularFiles(directory, '').sort(Buffer.compare);
  const digested = names.map((name) => {
    const content = readFileSync(Buffer.concat([Buffer.from(`${directory}/`), name]));
    return { name, sha256: digest('sha256', content), sha1: digest('sha1', content) };
  });
  const text = (line) => Buffer.concat(digested.map(line)).toString('latin1');
  const skipped = readdirSync(directory)
    .map((name) => ({ path: name, status: KINDS[name.replace(/ \d+$/, '')] }))
    .filter(({ status }) => status)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    directory,
    skipped,
    forms: [
      {
        options: {},
        text: text(({ name, sha256 }) => bytes(`${sha256}  `, name, '\n')),
      },
      {
        options: { algorithm: 'sha1', form: 'bsd', symlinks: 'inside' },
        text: text(({ name, sha1 }) => bytes('SHA1 (', name, `) = ${sha1}\n`)),
      },
    ],
  };
}

const bytes = (...parts) => Buffer.concat(parts.map((part) => Buffer.from(part)));

/** The names, as bytes, of the regular files beneath a directory. */
function regularFiles(directory, prefix) {
  const names = [];
  for (const name of readdirSync(`${directory}/${prefix}`, { encoding: 'buffer' })) {
    const whole = bytes(prefix, name);
    const stat = lstatSync(bytes(`${directory}/`, whole));
    if (stat.isFile()) names.push(whole);
    else if (stat.isDirectory()) names.push(...regularFiles(directory, `${whole}/`));
  }
  return names;
}
