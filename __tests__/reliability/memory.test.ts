/** What a large list took is given back when its check is over. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { done, runChild } from '../support/child';
import { temporaryDirectory } from '../support/temp';

const LINES = 400_000;
/** SHA-1 of nothing (FIPS 180-4). */
const EMPTY = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

test(`the memory of a list of ${LINES} lines is given back`, () => {
  const dir = temporaryDirectory();
  const name = 'empty'.padEnd(60, '-');
  writeFileSync(path.join(dir, name), '');
  writeFileSync(path.join(dir, 'short.sha1'), `${EMPTY}  ${name}\n`);
  writeFileSync(path.join(dir, 'long.sha1'), `${EMPTY}  ${name}\n`.repeat(LINES));
  const source = `
    const rss = () => process.memoryUsage.rss();
    await checksig.check(data, { manifest: 'short.sha1' });
    const before = rss();
    let most = 0;
    const sampling = setInterval(() => (most = Math.max(most, rss())), 5);
    const { counts } = await checksig.check(data, { manifest: 'long.sha1' });
    clearInterval(sampling);
    const took = Math.max(most, rss()) - before;
    for (let i = 0; i < 200 && rss() - before > took / 2; i++) await sleep(50);
    const kept = rss() - before;
    const ok = counts.ok === ${LINES} && took > 30e6 && kept <= took / 2;
    console.log(ok ? 'given back' : JSON.stringify({ counts, took, kept }));`;
  expect(runChild(source, dir)).toEqual(done('given back\n'));
});
