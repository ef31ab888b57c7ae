/** Saves what came of a run: build/bench/ always, docs/ if it was a whole one. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import prettier from 'prettier';

import { floors } from './floors.mjs';
import { docs, results } from './paths.mjs';
import { pictures } from './plot.mjs';
import { markdown } from './table.mjs';

export async function publish(bench, answers) {
  const { options } = bench;
  write(results, { 'results.json': toJSON(bench, answers), ...(await report(bench, answers)) });
  if (options.whole || options.publish) {
    const whole = options.whole ? answers : addToWhole(bench, answers);
    write(results, { 'whole.json': toJSON(bench, whole) });
    write(docs, await report({ ...bench, options: { ...options, whole: true } }, whole));
  }
  console.log(`\n${floorLines(answers).join('\n')}`);
  console.log(`\nwritten: ${results}${options.whole || options.publish ? ` and ${docs}` : ''}`);
}

const toJSON = ({ machine, options }, answers) =>
  JSON.stringify({ machine, options, floors: floors(answers), answers }, null, 1);

/** The answers as Markdown, with the pictures. */
async function report(bench, answers) {
  const text = await prettier.format(markdown(bench, answers), {
    ...(await prettier.resolveConfig(path.join(docs, 'benchmarks.md'))),
    parser: 'markdown',
  });
  return { 'benchmarks.md': text, ...pictures(answers, bench.machine) };
}

/** Puts answers in the place of those of the last whole run; `again` names them. */
function addToWhole({ machine }, { sets = {}, ...answers }) {
  const whole = JSON.parse(readFileSync(path.join(results, 'whole.json'), 'utf8'));
  if (whole.machine.join() !== machine.join()) throw new Error('the whole run was elsewhere');
  const names = [...Object.values(sets).map(({ title }) => title), ...Object.keys(answers)];
  return {
    ...whole.answers,
    ...answers,
    sets: { ...whole.answers.sets, ...sets },
    again: [...new Set([...(whole.answers.again ?? []), ...names])],
  };
}

function write(directory, files) {
  mkdirSync(directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(directory, name), text);
}

const floorLines = (answers) =>
  floors(answers)
    .filter(({ value }) => value !== undefined)
    .map(({ what, floor, value, unit, met }) => {
      const verdict = met ? 'met   ' : 'MISSED';
      return `${verdict} ${what}: ${value.toPrecision(3)}${unit} (${floor})`;
    });
