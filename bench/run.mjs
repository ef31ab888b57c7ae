/**
 * `npm run bench`: checksig beside plain worker_threads, in turn in one process, on files in the
 * page cache. Prints medians, their ratio and the event loop's worst delay.
 */
import { rmSync } from 'node:fs';
import os from 'node:os';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

import { checkSignatures } from '../dist/index.mjs';
import { makeTree, median } from './data.mjs';
import { startWorkers } from './plain-workers.mjs';

const ROUNDS = 31;
const WORKERS = 2;

const workers = await startWorkers(WORKERS);
const contenders = {
  checksig: (directory) => checkSignatures(directory),
  [`${WORKERS} plain worker_threads`]: async (directory) => {
    const different = await workers.check(directory);
    if (different.length > 0) throw new Error(`different: ${different.join()}`);
  },
};

console.log(`Node ${process.version}, ${os.availableParallelism()} cores, ${os.cpus()[0].model}`);
for (const [count, size] of [
  [10_000, 10_000],
  [10, 110_000],
]) {
  const directory = makeTree(count, size);
  try {
    print(`${count} files of ${size} bytes, ${ROUNDS} rounds`, await measure(directory));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
await workers.stop();

/** Runs all contenders in turn, after a round that is not counted. */
async function measure(directory) {
  const results = new Map(Object.keys(contenders).map((name) => [name, { times: [], delays: [] }]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, check] of Object.entries(contenders)) {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const start = performance.now();
      await check(directory);
      const time = performance.now() - start;
      delay.disable();
      if (round === 0) continue;
      results.get(name).times.push(time);
      results.get(name).delays.push(delay.max / 1e6);
    }
  }
  return results;
}

function print(title, results) {
  const base = median(results.get('checksig').times);
  console.log(`\n${title}`);
  console.table(
    Object.fromEntries(
      [...results].map(([name, { times, delays }]) => [
        name,
        {
          'median ms': round(median(times)),
          'min ms': round(Math.min(...times)),
          'max ms': round(Math.max(...times)),
          'checksig takes ×': round(base / median(times)),
          'worst event loop delay ms': round(Math.max(...delays)),
        },
      ]),
    ),
  );
}

function round(value) {
  return Math.round(value * 100) / 100;
}
