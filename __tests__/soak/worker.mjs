/* global gc */
/** What runs in a worker (see workers.mjs). */
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';

import { check } from '../../dist/index.mjs';
import { perform } from './operations.mjs';
import { withCases } from './surroundings.mjs';

const { operations, surroundings, endless, exitAfter } = workerData;
const around = withCases(surroundings);

await Promise.all(operations.map((operation) => perform(operation, around)));
gc(); // what was let go of keeps a worker alive until then
if (endless !== undefined) void check(endless);
parentPort.postMessage('performed');
if (exitAfter !== undefined) {
  await sleep(exitAfter);
  process.exit(3);
}
