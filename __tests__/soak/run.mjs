/**
 * `npm run soak -- [--minutes 30] [--seed n] [--publish]`: for so long, one process performs random
 * operations whose answers are known (plan.mjs, operations.mjs); what it takes up meanwhile is
 * judged (judge.mjs) and drawn. Samples, findings and picture go to build/soak/, or where `--out`
 * says; with `--publish` the picture goes to docs/reliability-soak.svg too.
 *
 * The status is 1 if an answer was wrong, if the process died or hung, or if something grew.
 */
import { randomInt } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { listings } from './listings.mjs';
import { report } from './report.mjs';
import { makeTrees } from './trees.mjs';
import { watchService } from './watch.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: `${randomInt(2 ** 31)}` },
    out: { type: 'string', default: path.join(root, 'build/soak') },
    publish: { type: 'boolean', default: false },
  },
});
const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
const ms = minutes * 60_000;

console.log(`soak of ${minutes} min, seed ${seed}, Node ${process.version}`);
const directory = mkdtempSync(path.join(os.tmpdir(), 'checksig-soak-'));
try {
  const trees = { ...makeTrees(directory), listings: listings(directory) };
  const orders = {
    seed,
    trees,
    minutes,
    sampleEvery: ms / 360,
    restEvery: Math.min(60_000, ms / 5),
  };
  const library = path.join(root, 'build/faults/_checksig.so');
  const { samples, status, signal } = await watchService(orders, library);
  if (status !== 0) console.error(`the service ended with ${signal ?? `status ${status}`}`);
  const flat = samples.length > 0 && report({ minutes, seed, samples }, values.out);
  if (status !== 0 || !flat) process.exitCode = 1;
  else if (values.publish) publish();
} finally {
  rmSync(directory, { recursive: true });
}
function publish() {
  copyFileSync(path.join(values.out, 'soak.svg'), path.join(root, 'docs/reliability-soak.svg'));
}
