/**
 * `npm run bench:service`: what a service feels of checks that run in it. 16 checks at once beside
 * `fs.promises.stat`; a list of 1,000,000 entries with a slow reader; how soon an abort is over.
 */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import { check, checkEach } from '../dist/index.mjs';
import { makeLongList, makeTree } from './data.mjs';
import { median } from './statistics.mjs';

const ms = (value) => `${value.toFixed(1)} ms`;
const worst = (values) => `median ${ms(median(values))}, worst ${ms(Math.max(...values))}`;

/** How long others wait for libuv's pool and for the event loop. */
async function besideOthers() {
  const directory = makeTree(10_000, 10_000);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const waits = [];
  let running = true;
  delay.enable();
  const others = (async () => {
    while (running) {
      const start = performance.now();
      await stat(directory);
      waits.push(performance.now() - start);
      await sleep(1);
    }
  })();
  await Promise.all(Array.from({ length: 16 }, () => check(directory)));
  running = false;
  await others;
  delay.disable();
  rmSync(directory, { recursive: true });
  console.log(`16 checks at once, ${waits.length} calls of fs.promises.stat: ${worst(waits)}`);
  console.log(`16 checks at once, event loop's worst delay: ${ms(delay.max / 1e6)}`);
}

async function slowReader() {
  const directory = makeLongList();
  const before = process.memoryUsage.rss();
  let peak = before;
  let count = 0;
  for await (const verdict of checkEach(directory)) {
    if (verdict.status !== 'ok') throw new Error(verdict.message);
    if (++count % 5_000 === 0) {
      peak = Math.max(peak, process.memoryUsage.rss());
      await sleep(20);
    }
  }
  rmSync(directory, { recursive: true });
  const grown = Math.round((peak - before) / 1e6);
  console.log(`${count} entries, slow reader: resident memory grows by ${grown} MB at most`);
}

async function aborts() {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'checksig-bench-'));
  const names = ['a', 'b', 'c', 'd'];
  for (const name of names) {
    writeFileSync(path.join(directory, name), '');
    truncateSync(path.join(directory, name), 2 ** 38);
  }
  const lines = names.map((name) => `${'0'.repeat(40)}  ${name}\n`);
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines.join(''));
  const times = [];
  for (let round = 0; round < 50; round++) {
    const controller = new AbortController();
    const checking = check(directory, { signal: controller.signal }).catch(() => undefined);
    await sleep(20);
    const start = performance.now();
    controller.abort();
    await checking;
    times.push(performance.now() - start);
  }
  rmSync(directory, { recursive: true });
  console.log(`${times.length} aborts while large files are read: ${worst(times)}`);
}

await slowReader();
await besideOthers();
await aborts();
