/**
 * Ends, in one of its ways, while checks run:
 *
 *     ways-out.mjs WAY ENDLESS
 *
 * ENDLESS is a directory that takes minutes to read. What each way has to come to is in
 * scripts/test-runtimes.mjs.
 */
import { on, once } from 'node:events';
import { setTimeout } from 'node:timers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { check } from 'checksig';
import { isReading } from './process.mjs';

const [, , way, endless] = process.argv;

/** Does something while so many checks run. */
function during(count, action) {
  for (let i = 0; i < count; i++) void check(endless);
  setTimeout(() => (isReading(endless) ? action() : during(0, action)), 10);
}

/** With the options of worker.mjs. */
function checkingWorker(options) {
  const url = new URL('worker.mjs', import.meta.url);
  return new Worker(url, { workerData: { directory: endless, ...options } });
}

async function terminateWorker() {
  const worker = checkingWorker({ tells: true });
  await once(worker, 'message');
  await worker.terminate();
}

const ways = {
  'exit, 1 check': () => during(1, () => process.exit(7)),
  'exit, 64 checks': () => during(64, () => process.exit(7)),

  'exit at once'() {
    during(8, () => undefined);
    process.exit(7);
  },

  'uncaught exception'() {
    during(8, () => {
      throw new Error('uncaught');
    });
  },

  'unhandled rejection': () => during(8, () => void Promise.reject(new Error('unhandled'))),

  signal: () => during(8, () => process.kill(process.pid, 'SIGTERM')),

  'signal with a handler'() {
    process.on('SIGTERM', () => process.exit(7));
    during(8, () => process.kill(process.pid, 'SIGTERM'));
  },

  async 'end after a worker was stopped'() {
    const worker = checkingWorker({ tells: true, stops: true });
    await once(worker, 'message');
    worker.postMessage('stop');
    for await (const [{ error }] of on(worker, 'message')) if (error) break;
    await worker.terminate();
  },

  async 'exit of a worker'() {
    const [status] = await once(checkingWorker({ exits: 3 }), 'exit');
    process.exit(status);
  },

  'end after a worker was terminated': terminateWorker,

  // Its check goes on for as long as its lease.
  async 'end of a terminated worker’s check'() {
    await terminateWorker();
    while (isReading(endless)) await sleep(100);
  },
};

await ways[way]();
