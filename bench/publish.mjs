/** Saves what came of a run: build/bench/ always, docs/ if it was a whole one. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import prettier from 'prettier';

import { floors } from './floors.mjs';
import { docs, results } from './paths.mjs';
import { pictures } from './plot.mjs';
import { markdown } from './table.mjs';

export async function publish(bench, answers) {
  const { machine, options } = bench;
  const text = await prettier.format(markdown(bench, answers), {
    ...(await prettier.resolveConfig(path.join(docs, 'benchmarks.md'))),
    parser: 'markdown',
  });
  const files = { 'benchmarks.md': text, ...pictures(answers, machine) };
  const json = JSON.stringify({ machine, options, floors: floors(answers), answers }, null, 1);
  write(results, { 'results.json': json, ...files });
  if (options.whole) write(docs, files);
  console.log(`\n${floorLines(answers).join('\n')}`);
  console.log(`\nwritten: ${results}${options.whole ? ` and ${docs}` : ''}`);
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
