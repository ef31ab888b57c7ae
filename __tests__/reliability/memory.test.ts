/** How much memory lists take, and that it is given back. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { done, runChild } from '../support/child';
import { temporaryDirectory } from '../support/temp';

/** SHA-1 of nothing (FIPS 180-4). */
const EMPTY = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

const line = (name: string) => `${EMPTY}  ${name}\n`;

/** A script that has `took` of checking the list `long.sha1`, and what is `kept` of it. */
const MEASURE = `
  const rss = () => process.memoryUsage.rss();
  await checksig.check(data.dir, { manifest: 'short.sha1' });
  const before = rss();
  let most = 0;
  const sampling = setInterval(() => (most = Math.max(most, rss())), 5);
  const { counts } = await checksig.check(data.dir, { manifest: 'long.sha1' });
  clearInterval(sampling);
  const took = Math.max(most, rss()) - before;
  for (let i = 0; i < 200 && rss() - before > took / 2; i++) await sleep(50);
  const kept = rss() - before;
  const told = JSON.stringify({ counts, took, kept });`;

test('a list takes less memory than a third of its bytes', () => {
  const dir = temporaryDirectory();
  const name = 'empty'.padEnd(160, '-');
  const lines = 700_000; // 142 MB
  writeFileSync(path.join(dir, name), '');
  writeFileSync(path.join(dir, 'short.sha1'), line(name));
  writeFileSync(path.join(dir, 'long.sha1'), line(name).repeat(lines));
  const source = `${MEASURE}
    console.log(counts.ok === data.lines && took < data.size / 3 ? 'little' : told);`;
  expect(runChild(source, { dir, lines, size: lines * line(name).length })).toEqual(
    done('little\n'),
  );
});

test('what a list took is given back', () => {
  const dir = temporaryDirectory();
  mkdirSync(path.join(dir, 'a'));
  mkdirSync(path.join(dir, 'b'));
  writeFileSync(path.join(dir, 'empty'), '');
  // Names that are not alike, of one file: a way through the two directories for each number.
  const bits = 17;
  const names = Array.from({ length: 2 ** bits }, (_, i) => {
    const way = Array.from({ length: bits }, (_, bit) => ((i >> bit) & 1 ? 'a/../' : 'b/../'));
    return `${way.join('')}empty`;
  });
  writeFileSync(path.join(dir, 'short.sha1'), line('empty'));
  writeFileSync(path.join(dir, 'long.sha1'), names.concat(names).map(line).join(''));
  const source = `${MEASURE}
    const ok = counts.ok === data.lines && took > 20e6 && kept <= took / 2;
    console.log(ok ? 'given back' : told);`;
  expect(runChild(source, { dir, lines: 2 * names.length })).toEqual(done('given back\n'));
});
