/** The sets of files, each checked by all contenders in turn. */
import path from 'node:path';

import { watchHost } from './host.mjs';
import { overlay } from './overlay.mjs';
import { inTurn, summarise } from './rounds.mjs';
import { allSets } from './sets.mjs';
import { buildSet } from './trees.mjs';

/** @returns by the set's name { title, files, bytes, rounds, how, stolen, results }, or { title, absent } */
export async function runSets(bench) {
  const { options } = bench;
  const sets = allSets(options.quick);
  const unknown = options.sets?.find((name) => !(name in sets));
  if (unknown) throw new Error(`--sets: there is no set ${unknown}`);
  const answers = {};
  for (const name of options.sets ?? Object.keys(sets)) {
    const definition = sets[name];
    const { algorithm = 'sha1', tree = name, title, chunk, repeat } = definition;
    const built = buildSet(options.data, tree, sets[tree].files, algorithm);
    const set = { ...built, chunk, repeat };
    answers[name] = definition.overlay
      ? await throughOverlay(set, definition, bench)
      : await run(set, definition, bench);
    answers[name].title = title;
    print(answers[name]);
  }
  return answers;
}

/** The set as its files look through an overlayfs, if there can be one. */
async function throughOverlay(set, definition, bench) {
  let mounted;
  try {
    mounted = await overlay(set.tree, path.join(bench.options.data, 'scratch'));
  } catch ({ code, stderr, message }) {
    const why = code === 'ENOENT' ? 'there is no mount' : (stderr?.trim() ?? message);
    return { absent: `absent: ${why.split('\n')[0]}` };
  }
  try {
    return await run({ ...set, tree: mounted.tree }, definition, bench);
  } finally {
    mounted.unmount();
  }
}

async function run(set, definition, { options, contenders, meter }) {
  const { algorithm } = set;
  const some = definition.contenders
    ? contenders.filter((contender) => definition.contenders.includes(contender.name))
    : contenders;
  const runners = some.map((contender) => ({
    ...contender,
    name: contender.name.replace('sha1', algorithm),
  }));
  let how;
  const warm = () => meter.warm(set.tree);
  if (!definition.cold) await warm();
  const stolen = watchHost();
  const results = await inTurn(runners, set, meter, {
    ...options,
    ...(!definition.cold && { warm }),
    ...(definition.cold && { beforeEach: async () => (how = await meter.cool(set.tree)) }),
  });
  return {
    algorithm,
    files: set.count,
    bytes: set.bytes,
    rounds: options.rounds,
    how,
    stolen: stolen(),
    results: results.map(summarise),
  };
}

function print({ title, absent, files, bytes, results }) {
  if (absent) return console.log(`${title}: ${absent}`);
  console.log(`${title}: ${files} files, ${bytes} bytes`);
  for (const { name, failure, rounds, ms, cpuMs, peakKiB, delayMs } of results) {
    const figures = [
      `${ms.toFixed(2)} ms, CPU ${cpuMs.toFixed(2)} ms, peak ${(peakKiB / 1024).toFixed(0)} MiB`,
      ...(delayMs === undefined ? [] : [`delay ${delayMs.toFixed(1)} ms`]),
      `${rounds} rounds`,
    ].join(', ');
    console.log(`  ${name.padEnd(28)} ${failure ?? figures}`);
  }
}
