import { createHash } from 'node:crypto';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths';
import { temporaryDirectory } from './temp';

/** A fresh copy of testdata/logs, in which httpd-08.log does not match. */
export function badLogs(): string {
  const directory = path.join(temporaryDirectory(), 'logs');
  cpSync(path.join(root, 'testdata/logs'), directory, { recursive: true });
  return directory;
}

/** A fresh copy of testdata/logs with the right digest in: every file matches. */
export function goodLogs(): string {
  const directory = badLogs();
  const list = path.join(directory, 'sha1sum.txt');
  const digest = createHash('sha1')
    .update(readFileSync(path.join(directory, 'httpd-08.log')))
    .digest('hex');
  writeFileSync(list, readFileSync(list, 'utf8').replace(/.*(?= {2}httpd-08)/, digest));
  return directory;
}

/** What is said of `badLogs()`. */
export const mismatch = (directory: string) => `"${directory}/httpd-08.log" - mismatch`;
