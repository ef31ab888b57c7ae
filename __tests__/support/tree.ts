import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryDirectory } from './temp';

export const sha1 = (data: string) => createHash('sha1').update(data).digest('hex');

/** A fresh directory of files with the given contents. */
export function tree(files: Record<string, string | Buffer>): string {
  const directory = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return directory;
}

/** A directory whose four files take minutes to read: they are large, and holes. */
export function endlessTree(): string {
  const names = ['a', 'b', 'c', 'd'];
  const list = names.map((name) => `${'0'.repeat(40)}  ${name}\n`).join('');
  const directory = tree({ 'sha1sum.txt': list });
  for (const name of names) {
    const file = openSync(path.join(directory, name), 'w');
    ftruncateSync(file, 2 ** 38);
    closeSync(file);
  }
  return directory;
}
