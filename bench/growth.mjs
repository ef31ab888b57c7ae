/** How the cost grows: with the number of files, and with their bytes. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { startChild } from './child.mjs';
import { allSets, growthSets } from './sets.mjs';
import { fitLine, median } from './statistics.mjs';
import { buildSet } from './trees.mjs';

/** @returns { rounds, files, bytes }, each with { points, base, slope, worst, r2 } in milliseconds */
export async function growth({ options, meter }) {
  const { data, quick, limitMs, rounds } = options;
  const sets = allSets(quick);
  const tiny = buildSet(data, 'tiny', sets.tiny.files);
  const byFiles = shorter(tiny, data);
  const byBytes = [
    ...growthSets(quick).map(({ name, files }) => buildSet(data, name, files)),
    buildSet(data, 'large', sets.large.files),
  ].map((set) => ({ ...set, x: set.bytes }));
  for (const { tree } of [tiny, ...byBytes]) await meter.warm(tree);
  const child = await startChild('./contenders/checksig.mjs');
  try {
    const measure = async (sets) => summary(await inTurn(child, sets, rounds, limitMs));
    const answers = { rounds, files: await measure(byFiles), bytes: await measure(byBytes) };
    console.log(
      `  growth: ${(answers.files.slope * 1e3).toFixed(2)} µs a file (r² ${answers.files.r2.toFixed(5)}), ` +
        `${(answers.bytes.slope * 1e6).toFixed(3)} ns a byte (r² ${answers.bytes.r2.toFixed(5)})`,
    );
    return answers;
  } finally {
    await child.stop();
  }
}

/** Lists of the first 100, 1,000, … files of a set. */
function shorter(set, data) {
  const lines = readFileSync(set.right, 'latin1').split(/(?<=\n)/);
  const sets = [];
  for (let count = 100; count < set.count; count *= 10) {
    const right = path.join(data, 'tiny', `first-${count}.sha1`);
    writeFileSync(right, lines.slice(0, count).join(''), 'latin1');
    sets.push({ ...set, right, count, x: count });
  }
  return [...sets, { ...set, x: set.count }];
}

async function inTurn(child, sets, rounds, limitMs) {
  const times = sets.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, { tree, right, count }] of sets.entries()) {
      const repeat = count <= 1000 ? 5 : 1;
      const { ms, wrong, checked } = await child.run({ tree, list: right, repeat }, limitMs);
      if (wrong.length > 0 || checked !== count) throw new Error('growth: files do not match');
      if (round > 0) times[i].push(ms);
    }
  }
  return sets.map(({ x }, i) => [x, median(times[i])]);
}

const summary = (points) => ({ points, ...fitLine(points) });
