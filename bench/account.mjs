/** Where the CPU time of the small files goes, and which system calls they take. */
import path from 'node:path';

import { startChild } from './child.mjs';
import { execute } from './processes.mjs';
import { allSets } from './sets.mjs';
import { median } from './statistics.mjs';
import { systemCalls } from './system-calls.mjs';
import { buildSet } from './trees.mjs';

/** Rounds of the program within one of ours. */
const WITHIN = 3;
/** The engine has a place for each of Go's processors. */
const ONE_CORE = { GOMAXPROCS: '1' };
const OFF = { ...ONE_CORE, CHECKSIG_LANES: 'off' };

/**
 * The steps add up: each is what a walk with it takes beyond the walk without it. How long
 * multi-buffer hashing takes follows from what it saves the whole check.
 *
 * @returns microseconds a file, for one stream and for lanes, the limits in the same unit, and the
 * system calls a file; undefined if the program could not be built
 */
export async function account({ options, programs, meter }) {
  if (!programs.account) return undefined;
  const sets = allSets(options.quick);
  const set = buildSet(options.data, 'small', sets.small.files);
  const large = buildSet(options.data, 'large', sets.large.files);
  const largeFile = path.join(large.tree, sets.large.files[0].name);
  for (const { tree } of [set, large]) await meter.warm(tree);
  const args = [set.tree, set.right, largeFile, String(WITHIN)];
  const { off, on } = await stepsInTurn(programs.account, args, options.rounds);
  const whole = await wholeChecks(set, options);
  const us = (ns) => ns / set.count / 1000;
  const one = {
    list: us(off.list),
    'open, close': us(off.open),
    'fstat, twice': us(off.fstat - off.open),
    read: us(off.read - off.fstat),
    hash: us(off.hash - off.read),
    'rest of the engine': us(off.check - off.hash - off.list),
    'bridge to Node': us(whole.off * 1e6 - off.check),
  };
  const lanes = {
    ...one,
    hash: one.hash - us(off.check - on.check),
    'bridge to Node': us(whole.on * 1e6 - on.check),
  };
  const size = set.bytes / set.count;
  const answers = {
    rounds: options.rounds,
    size,
    one,
    lanes,
    /** What the same bytes would take at the speed of long runs. */
    limits: { hash: (off.hashByte * size) / 1000, read: (off.readByte * size) / 1000 },
    speeds: { hash: 1 / off.hashByte, read: 1 / off.readByte },
    systemCalls: await systemCalls(set, path.join(options.data, 'scratch')),
  };
  for (const [step, value] of Object.entries(one)) {
    console.log(
      `  ${step.padEnd(20)} ${value.toFixed(2)} µs a file, lanes ${lanes[step].toFixed(2)}`,
    );
  }
  const { counted, failure } = answers.systemCalls;
  const told = counted?.map(([name, calls]) => `${name} ${calls.toFixed(2)}`).join(', ');
  console.log(`  system calls a file: ${failure ?? told}`);
  return answers;
}

/** The program's answers with lanes and without, each figure the median of its rounds. */
async function stepsInTurn(program, args, rounds) {
  const answers = { off: [], on: [] };
  for (let round = 0; round < rounds; round++) {
    for (const [name, lanes] of [
      ['off', OFF],
      ['on', ONE_CORE],
    ]) {
      const env = { ...process.env, ...lanes };
      answers[name].push(JSON.parse((await execute(program, args, { env })).stdout));
    }
  }
  const medians = ([first, ...more]) =>
    Object.fromEntries(
      Object.keys(first).map((key) => [key, median([first, ...more].map((one) => one[key]))]),
    );
  return { off: medians(answers.off), on: medians(answers.on) };
}

/** The same check from Node, with one place, in milliseconds of CPU time. */
async function wholeChecks(set, { rounds, limitMs }) {
  const children = {
    off: await startChild('./contenders/checksig.mjs', OFF),
    on: await startChild('./contenders/checksig.mjs', ONE_CORE),
  };
  const times = { off: [], on: [] };
  try {
    for (let round = 0; round <= rounds; round++) {
      for (const [name, child] of Object.entries(children)) {
        const work = { tree: set.tree, list: set.right };
        const { cpuMs } = await child.run(work, limitMs);
        if (round > 0) times[name].push(cpuMs);
      }
    }
  } finally {
    for (const child of Object.values(children)) await child.stop();
  }
  return { off: median(times.off), on: median(times.on) };
}
