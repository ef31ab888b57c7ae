import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const newDirectory = () => mkdtempSync(path.join(os.tmpdir(), 'checksig-bench-'));
const sha1 = (data) => createHash('sha1').update(data).digest('hex');

/** A fresh directory of `count` random files of `size` bytes each, and their sha1sum.txt. */
export function makeTree(count, size) {
  const directory = newDirectory();
  const lines = [];
  for (let i = 0; i < count; i++) {
    const name = `${String(i).padStart(6, '0')}.bin`;
    const content = randomBytes(size);
    writeFileSync(path.join(directory, name), content);
    lines.push(`${sha1(content)}  ${name}\n`);
  }
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines.join(''));
  return directory;
}

/**
 * A fresh directory with a list of 1,000,000 entries. Each has a name of its own, by one of 1,000
 * directories, for one of 1,000 small files.
 */
export function makeLongList() {
  const directory = newDirectory();
  const lines = [];
  for (let i = 0; i < 1_000; i++) {
    mkdirSync(path.join(directory, `directory-${i}`));
    writeFileSync(path.join(directory, `file-${i}`), 'hello\n');
    for (let j = 0; j < 1_000; j++) {
      lines.push(`${sha1('hello\n')}  directory-${j}/../file-${i}\n`);
    }
  }
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines.join(''));
  return directory;
}
