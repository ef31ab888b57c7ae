/** How many system calls a file takes, counted by strace. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { once } from './first.mjs';
import { execute } from './processes.mjs';

/** How many files the process checks whose calls are not those of the files. */
const FEW = 16;
/** What fewer files than one in a hundred have is not told. */
const LEAST = 0.01;

/**
 * Two processes check files of a set, the one all, the other a few: what the former has more of is
 * the files'.
 *
 * @returns { counted } of [name, calls a file], the most first; { failure } where strace is absent or
 * may not trace
 */
export async function systemCalls(set, scratch) {
  try {
    return { counted: await countForFiles(set, scratch) };
  } catch (error) {
    const absent = error.code === 'ENOENT';
    return { failure: absent ? 'absent: there is no strace' : error.message.split('\n')[0] };
  }
}

async function countForFiles(set, scratch) {
  const few = path.join(scratch, 'few.sha1');
  const lines = readFileSync(set.right, 'utf8').split('\n').slice(0, FEW);
  writeFileSync(few, `${lines.join('\n')}\n`);
  const all = await countCalls(set, scratch);
  const without = await countCalls({ ...set, right: few, count: FEW }, scratch);
  return Object.entries(all)
    .map(([name, calls]) => [name, (calls - (without[name] ?? 0)) / (set.count - FEW)])
    .filter(([, calls]) => calls >= LEAST)
    .sort(([, one], [, other]) => other - one);
}

/** Of all threads of a process that checks, by their names. */
async function countCalls(set, scratch) {
  const log = path.join(scratch, 'strace');
  const options = ['-f', '-c', '-U', 'calls,name', '-o', log];
  await execute('strace', [...options, ...once('./contenders/checksig.mjs', set)]);
  const rows = readFileSync(log, 'utf8').matchAll(/^ *(\d+) (\w+)$/gm);
  const counts = [...rows].map(([, calls, name]) => [name, Number(calls)]);
  return Object.fromEntries(counts.filter(([name]) => name !== 'total'));
}
