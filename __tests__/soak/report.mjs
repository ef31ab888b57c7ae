import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { judge, MEMORY_MINUTES } from './judge.mjs';
import { plot } from './plot.mjs';

const MIB = 2 ** 20;

/**
 * Prints what came of a soak and writes it to a directory: soak.json, soak.svg.
 *
 * @returns whether everything is flat
 */
export function report({ minutes, seed, samples }, directory) {
  const { performed } = samples.at(-1);
  const total = Object.values(performed).reduce((sum, count) => sum + count, 0);
  console.log(`${total} operations: ${JSON.stringify(performed)}`);
  const findings = judge(samples, minutes);
  for (const { series, before, after, most, flat } of findings) {
    const [from, to, bound] = [before, after, most].map(readable);
    console.log(`${flat ? 'flat ' : 'GROWN'} ${series}: ${from} → ${to} (at most ${bound})`);
  }
  if (minutes < MEMORY_MINUTES) console.log(`memory is judged from ${MEMORY_MINUTES} minutes on`);

  mkdirSync(directory, { recursive: true });
  const whole = { minutes, seed, node: process.version, performed, findings, samples };
  writeFileSync(path.join(directory, 'soak.json'), JSON.stringify(whole));
  const title = `checksig in a soak of ${minutes} min: ${total.toLocaleString('en')} operations`;
  const subtitle =
    `One process of Node ${process.versions.node}, random operations of seed ${seed}. ` +
    'Lines: at work. Points: at rest, with nothing to do and garbage collected.';
  writeFileSync(path.join(directory, 'soak.svg'), plot(samples, title, subtitle));
  return findings.every(({ flat }) => flat);
}

const readable = (value) => (value > MIB ? `${(value / MIB).toFixed(1)} MiB` : value);
