/**
 * An event loop that has nothing to do, beside threads that keep every core busy: what it is delayed
 * is the machine's doing, and no contender can do better but by luck.
 */
import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const SECONDS = 1;
const SPIN = `
  const { workerData: busy } = require('node:worker_threads');
  for (;;) {
    Atomics.wait(busy, 0, 0);
    while (Atomics.load(busy, 0) === 1);
  }`;

export async function start() {
  const busy = new Int32Array(new SharedArrayBuffer(4));
  const threads = Array.from(
    { length: availableParallelism() },
    () => new Worker(SPIN, { eval: true, workerData: busy }),
  );
  await Promise.all(threads.map((thread) => new Promise((done) => thread.once('online', done))));
  return {
    async check({ count }) {
      Atomics.store(busy, 0, 1);
      Atomics.notify(busy, 0);
      await sleep(SECONDS * 1000);
      Atomics.store(busy, 0, 0);
      return { checked: count, wrong: [] };
    },
  };
}
