/**
 * The process that is put to the soak. It is told what to do by a message, performs random
 * operations until the time is over, and sends samples of itself: while it works, and again and
 * again when it has nothing to do. A wrong answer ends it with status 1.
 */
/* global clearInterval, setInterval */
import { once } from 'node:events';

import { check } from '../../dist/index.mjs';
import { perform } from './operations.mjs';
import { plan } from './plan.mjs';
import { settled, takeSample } from './sampling.mjs';
import { withCases } from './surroundings.mjs';

/** How long before a rest no worker is terminated: its checks go on for 10 s (lib/session.ts). */
const BEFORE_REST = 12_000;

/**
 * How often there may be a worker. koffi 3.3.4 keeps some 50 KiB of each that has loaded it, even
 * of one that does nothing else, in blocks that hold some 200 KiB of malloc's pages in a process as
 * busy as this one: with a worker every five seconds that would hide what grows here.
 */
const BETWEEN_WORKERS = 20_000;
let nextWorker = 0;

process.on('warning', (warning) => {
  throw warning;
});

const [{ seed, trees, minutes, sampleEvery, restEvery }] = await once(process, 'message');
const burst = plan(trees);
const surroundings = withCases(trees);
const performed = {};

await check(trees.cases[0].directory);
let rest = await settled();
const start = Date.now();
const end = start + minutes * 60_000;
send(true, rest);

for (let n = 0; Date.now() < end;) {
  const until = Math.min(end, Date.now() + restEvery);
  const timer = setInterval(() => send(false, takeSample()), sampleEvery);
  while (Date.now() < until) await performAll(burst(seed, n++), until);
  clearInterval(timer);
  rest = await settled(rest);
  send(true, rest);
}
process.disconnect();

/** Performs a burst's operations, some at once, and begins none after a time. */
async function performAll({ atOnce, operations }, until) {
  const left = operations.values();
  const lane = async () => {
    for (const operation of left) {
      if (Date.now() >= until) return;
      if (operation.kind === 'worker' && !mayHaveWorker(operation, until)) continue;
      await perform(operation, surroundings);
      performed[operation.kind] = (performed[operation.kind] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

function mayHaveWorker({ ending }, until) {
  const now = Date.now();
  if (now < nextWorker || (ending === 'terminate' && now > until - BEFORE_REST)) return false;
  nextWorker = now + BETWEEN_WORKERS;
  return true;
}

function send(resting, sample) {
  process.send({ resting, seconds: (Date.now() - start) / 1000, performed, ...sample });
}
