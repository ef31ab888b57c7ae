import { parseArgs } from 'node:util';

import { usualData } from './paths.mjs';

export const USAGE = `npm run bench -- [OPTION]...

  --sets A,B         only these sets of files: small, large, huge, logs, mixed, cold, tiny,
                     small and large with -sha256, -sha512 or -md5, and small and mixed with
                     -overlay
  --parts A,B        only these parts: sets, first, calls, growth, account, lanes
  --contenders A,B   only those whose names have one of these words
  --rounds N         rounds after the warm-up (7)
  --budget SECONDS   how long a contender may take for one set; then it sits out the rounds
                     that are left, unless a floor is judged by it (20)
  --limit SECONDS    how long one run may take; then it has failed (60)
  --data DIR         where the files are built, and kept (in the directory for temporary files)
  --publish          put what is measured in the place of what the last whole run here has of it
  --quick            small files and two rounds, to try the benchmark out
  --clean            remove the data, and nothing else

Only a whole run and --publish write docs/benchmarks.md and its pictures; every run writes
build/bench/.`;

const PARTS = ['sets', 'first', 'calls', 'growth', 'account', 'lanes'];

/** What the command asks for. */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      sets: { type: 'string' },
      parts: { type: 'string' },
      contenders: { type: 'string' },
      rounds: { type: 'string' },
      budget: { type: 'string' },
      limit: { type: 'string' },
      data: { type: 'string', default: usualData },
      publish: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      clean: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { publish, quick, clean, help } = values;
  const list = (text) => text?.split(',').filter(Boolean);
  const number = (name, usual) => {
    const value = Number(values[name] ?? usual);
    if (!(value > 0)) throw new Error(`--${name} expects a number above 0`);
    return value;
  };
  const parts = list(values.parts) ?? PARTS;
  const unknown = parts.find((part) => !PARTS.includes(part));
  if (unknown) throw new Error(`--parts: there is no part ${unknown}, only ${PARTS.join(', ')}`);
  const sound = !quick && !values.contenders && number('rounds', 7) >= 7;
  if (publish && !sound) throw new Error('--publish expects all contenders and 7 rounds or more');
  return {
    publish,
    quick,
    clean,
    help,
    parts,
    sets: list(values.sets),
    contenders: list(values.contenders),
    rounds: number('rounds', quick ? 2 : 7),
    budgetMs: number('budget', quick ? 10 : 20) * 1000,
    limitMs: number('limit', quick ? 30 : 60) * 1000,
    data: quick ? `${values.data}-quick` : values.data,
    /** A run of less than everything is no benchmark to publish. */
    whole: sound && !values.sets && !values.parts,
  };
}
