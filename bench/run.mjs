/**
 * `npm run bench`: checksig beside everything that does the same work, in turn in one run. See
 * options.mjs for what it can be told, docs/benchmarks.md for what came of it.
 */
import { rmSync } from 'node:fs';

import { account } from './account.mjs';
import { calls } from './calls.mjs';
import { WrongAnswer } from './entrants.mjs';
import { firstCalls } from './first.mjs';
import { growth } from './growth.mjs';
import { lanesAlone } from './lanes.mjs';
import { readOptions, USAGE } from './options.mjs';
import { publish } from './publish.mjs';
import { surroundings } from './surroundings.mjs';
import { runSets } from './work.mjs';

const PARTS = { sets: runSets, first: firstCalls, calls, growth, account, lanes: lanesAlone };

// Node reads these certificates at each start, which takes longer than all that is measured here.
delete process.env.NODE_EXTRA_CA_CERTS;

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return console.log(USAGE);
  if (options.clean) return rmSync(options.data, { recursive: true, force: true });
  const bench = await surroundings(options);
  console.log(`${bench.machine.join('; ')}\n`);
  const answers = {};
  for (const part of options.parts) answers[part] = await PARTS[part](bench);
  await publish(bench, answers);
}

// So that what runs ends with this process, as it does at its end.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

try {
  await main();
} catch (error) {
  console.error(error instanceof WrongAnswer ? `wrong answer: ${error.message}` : error);
  process.exitCode = 1;
}
