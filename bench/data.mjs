import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A fresh directory of `count` random files of `size` bytes each, and their sha1sum.txt. */
export function makeTree(count, size) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'checksig-bench-'));
  const lines = [];
  for (let i = 0; i < count; i++) {
    const name = `${String(i).padStart(6, '0')}.bin`;
    const content = randomBytes(size);
    writeFileSync(path.join(directory, name), content);
    lines.push(`${createHash('sha1').update(content).digest('hex')}  ${name}\n`);
  }
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines.join(''));
  return directory;
}
