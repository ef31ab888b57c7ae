import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ChecksigErrorCode, Failure } from '../../lib';
import { root } from './paths';
import { temporaryDirectory } from './temp';

/** A case of testdata/vectors/checks.json, which says what it means. */
export interface Vector {
  name: string;
  tree: Record<string, { content: string } | { link: string } | { fifo: true }>;
  list?: string;
  listBase64?: string;
  failures?: (Failure & { message: string })[];
  error?: { code: ChecksigErrorCode; path: string; message: string; checkMessage?: string };
}

export const vectors = (
  JSON.parse(readFileSync(path.join(root, 'testdata/vectors/checks.json'), 'utf8')) as {
    cases: Vector[];
  }
).cases;

/** Makes a vector's directories and returns the root. */
export function buildVector({ tree, list, listBase64 }: Vector): string {
  const parent = temporaryDirectory();
  const directory = path.join(parent, 'root');
  write(path.join(parent, 'outside', 'secret'), 'hello\n');
  mkdirSync(directory);
  for (const [name, node] of Object.entries(tree)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if ('content' in node) writeFileSync(file, node.content);
    else if ('link' in node) symlinkSync(node.link, file);
    else execFileSync('mkfifo', [file]);
  }
  const manifest = path.join(directory, 'sha1sum.txt');
  if (list !== undefined) writeFileSync(manifest, list);
  if (listBase64 !== undefined) writeFileSync(manifest, Buffer.from(listBase64, 'base64'));
  return directory;
}

function write(file: string, content: string) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** A vector's text with the paths of its directories in. */
export function fill(text: string, directory: string): string {
  return text.replaceAll('{root}', directory).replaceAll('{parent}', path.dirname(directory));
}
