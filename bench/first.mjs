/** The first call of a process: all of it, from the process's start to its end. */
import path from 'node:path';

import { EMPTY } from './contenders/index.mjs';
import { watchHost } from './host.mjs';
import { root } from './paths.mjs';
import { allSets } from './sets.mjs';
import { median } from './statistics.mjs';
import { buildSet } from './trees.mjs';

export const NODE = 'node -e 0';
export const CHECK = 'node -e "require(…).check(…)"';
export const KOFFI = `node -e "require('koffi')"`;

/** @returns { rounds, stolen, results }, for each command { name, ms, aboveMs, cpuMs, peakKiB, failure } */
export async function firstCalls({ options, contenders, meter }) {
  const set = buildSet(options.data, 'logs', allSets(options.quick).logs.files);
  await meter.warm(set.tree);
  const withPrograms = { ...set, chunk: 5 };
  const commands = [...scripts(set), ...contenders.map((one) => ofContender(one, withPrograms))];
  const entries = commands.map((command) => ({ ...command, samples: [] }));
  // Short ones, and many: single processes differ by milliseconds.
  const rounds = options.quick ? 3 : 9 * options.rounds;
  const stolen = watchHost();
  for (let round = 0; round <= rounds; round++) {
    for (const entry of entries) {
      if (entry.failure) continue;
      try {
        const { limitMs } = options;
        const sample = await meter.run(entry.command, { cwd: set.tree, env: entry.env, limitMs });
        if (sample.status !== 0) throw new Error(sample.stderr.trim());
        if (round > 0) entry.samples.push(sample);
        if (entry.evicts) await meter.warm(set.tree);
      } catch (error) {
        entry.failure = error.message;
      }
    }
  }
  const taken = stolen();
  const results = entries.map(({ samples, name, above, failure }) => {
    const of = (key) => median(samples.map((sample) => sample[key]));
    return { name, above, failure, ms: of('ms'), cpuMs: of('cpuMs'), peakKiB: of('peakKiB') };
  });
  for (const result of results) {
    const base = results.find(({ name }) => name === result.above);
    if (base) result.aboveMs = result.ms - base.ms;
    const text = `${result.ms.toFixed(1)} ms, above ${result.above ?? 'nothing'}: ${result.aboveMs?.toFixed(1) ?? ''}`;
    console.log(`  first call: ${result.name.padEnd(32)} ${result.failure ?? text}`);
  }
  return { rounds, stolen: taken, results };
}

function scripts({ tree, right }) {
  const package_ = JSON.stringify(path.join(root, 'dist/index.js'));
  const koffi = JSON.stringify(path.join(root, 'node_modules/koffi'));
  const call = `require(${package_}).check(${JSON.stringify(tree)}, { manifest: ${JSON.stringify(right)} })`;
  const node = (script) => [process.execPath, '-e', script];
  return [
    { name: NODE, command: node('0') },
    { name: KOFFI, command: node(`require(${koffi})`), above: NODE },
    { name: CHECK, command: node(`${call}.then(({ ok }) => { if (!ok) throw 1 })`), above: NODE },
    { name: EMPTY.name, command: once(EMPTY.module, { tree, right, count: 0 }) },
  ];
}

export function once(module, { tree, right, count }) {
  const script = path.join(root, 'bench/once.mjs');
  return [process.execPath, script, module, tree, right, String(count)];
}

function ofContender({ name, module, env, absent, command, digests, evicts }, set) {
  const common = { name, env, evicts, failure: absent };
  if (module) return { ...common, command: once(module, set), above: EMPTY.name };
  return { ...common, command: digests ? command(set, 2) : command(set, set.right) };
}
