/** What a file costs in system calls. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { formatManifest } from '../lib';
import { done, runChild } from './support/child';
import { temporaryDirectory } from './support/temp';
import { describeWhere, describeWith } from './support/tools';

/** How much is read at once of each of several files. */
const PIECE = 32 * 1024;

/** Reads without waiting in the directory for temporary files. */
const noWait = `python3 -c '
import os, tempfile
with tempfile.NamedTemporaryFile(dir=${JSON.stringify(os.tmpdir())}) as file:
    os.preadv(file.fileno(), [bytearray(1)], 0, os.RWF_NOWAIT)'`;

describeWith('strace')('of a file', () => {
  describeWhere('reads that do not wait', noWait)('in the page cache', () => {
    test.each([
      ['an empty file', 0, 1],
      ['a byte', 1, 1],
      ['10,000 bytes', 10_000, 1],
      ['a piece', PIECE, 1],
      ['a piece and a byte', PIECE + 1, 2],
      ['110,000 bytes', 110_000, 4],
    ])('%s', (_, size, pieces) => {
      const directory = path.join(temporaryDirectory(), 'tree');
      mkdirSync(directory);
      const names = Array.from({ length: 20 }, (_, i) => `file-${i}`);
      const content = Buffer.alloc(size, 'content');
      const digest = createHash('sha1').update(content).digest('hex');
      for (const name of names) writeFileSync(path.join(directory, name), content);
      const list = names.map((path) => ({ algorithm: 'sha1' as const, digest, path }));
      writeFileSync(path.join(directory, 'sha1sum.txt'), formatManifest(list));
      const calls = callsOfCheck(directory);
      const beside = Array<string>(pieces).fill('preadv2');
      let alone = 0;
      for (const name of names) {
        const found = calls(name);
        // A core that finds no more files left than there are cores reads one alone, in larger pieces.
        const reads = found.includes('read') ? ['read'] : beside;
        if (reads !== beside) alone++;
        expect({ name, calls: found }).toEqual({
          name,
          calls: ['openat2', 'fstat', ...reads, 'fstat', 'close'],
        });
      }
      expect(alone).toBeLessThanOrEqual(os.availableParallelism());
    });
  });
});

/** The system calls of a process that checks a directory; by file, in their order. */
function callsOfCheck(directory: string): (name: string) => string[] {
  const logs = temporaryDirectory(); // one for each thread
  const log = path.join(logs, 'thread');
  const under = ['strace', '-ff', '-ttt', '-y', '-o', log, '-e', 'trace=%file,%desc'];
  const script = 'console.log((await checksig.check(data)).ok);';
  expect(runChild(script, directory, { under })).toEqual(done('true\n'));
  const lines = readdirSync(logs)
    .flatMap((name) => readFileSync(path.join(logs, name), 'latin1').split('\n'))
    .sort(); // by time
  return (name) =>
    lines
      .filter((line) => line.includes(`${directory}/${name}>`))
      .map((line) => /^[\d.]+ (\w+)/.exec(line)?.[1] ?? line);
}
