/** The sets of files, each checked by all contenders in turn. */
import { watchHost } from './host.mjs';
import { inTurn, summarise } from './rounds.mjs';
import { allSets } from './sets.mjs';
import { buildSet } from './trees.mjs';

/** @returns by the set's name { title, files, bytes, rounds, how, stolen, results } */
export async function runSets({ options, contenders, meter }) {
  const sets = allSets(options.quick);
  const unknown = options.sets?.find((name) => !(name in sets));
  if (unknown) throw new Error(`--sets: there is no set ${unknown}`);
  const answers = {};
  for (const name of options.sets ?? Object.keys(sets)) {
    const definition = sets[name];
    const tree = definition.tree ?? name;
    const { algorithm = 'sha1', chunk, repeat } = definition;
    const set = { ...buildSet(options.data, tree, sets[tree].files, algorithm), chunk, repeat };
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
    answers[name] = {
      title: definition.title,
      algorithm,
      files: set.count,
      bytes: set.bytes,
      rounds: options.rounds,
      how,
      stolen: stolen(),
      results: results.map(summarise),
    };
    print(answers[name]);
  }
  return answers;
}

function print({ title, files, bytes, results }) {
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
