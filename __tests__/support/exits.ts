import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { Outcome } from './child';
import { long } from './long';
import { root } from './paths';

/** How a process ended, and how long that took it. */
export interface Exit extends Outcome {
  /** From its call of `leaving` to its end. */
  ms: number;
}

/**
 * Runs a script in a process of its own, as the body of an async function that has the built
 * package as `checksig`, `data`, `fs`, `sleep` and `Worker`. Just before the process ends, however
 * it does, the script calls `leaving()`. It is sent the signal then, if there is one.
 */
export async function timeExit(script: string, data: unknown, signal?: NodeJS.Signals) {
  const source = `
    const checksig = require(${JSON.stringify(root)});
    const data = ${JSON.stringify(data)};
    const fs = require('node:fs');
    const { Worker } = require('node:worker_threads');
    const { setTimeout: sleep } = require('node:timers/promises');
    const leaving = () => fs.writeSync(3, String(process.hrtime.bigint()));
    (async () => { ${script} })();`;
  const child = spawn(process.execPath, ['-e', source], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: 20_000,
    killSignal: 'SIGKILL',
  });
  let [stdout, stderr, left] = ['', '', ''];
  const [, output, errors, moment] = child.stdio as Readable[];
  output?.on('data', (data: Buffer) => (stdout += data.toString()));
  errors?.on('data', (data: Buffer) => (stderr += data.toString()));
  moment?.on('data', (data: Buffer) => {
    left += data.toString();
    if (signal) child.kill(signal);
  });
  let ended = 0n;
  child.once('exit', () => (ended = process.hrtime.bigint()));
  const [status, died] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  const ms = left === '' ? Infinity : Number(ended - BigInt(left)) / 1e6;
  return { status, signal: died, stdout, stderr, ms } satisfies Exit;
}

/**
 * For scripts of `runChild` with the library that has faults built in: `left` says whether there are
 * files of `data.endless` open, or more goroutines than when the script began; `gone` waits until
 * there are none, calling `meanwhile` all the time, and returns how long that took in ms.
 */
export const LEFTOVERS = `
  const opened = () => fs.readdirSync('/proc/self/fd').some((fd) => {
    try { return fs.readlinkSync('/proc/self/fd/' + fd).startsWith(data.endless + '/'); }
    catch { return false; } // closed meanwhile
  });
  await checksig.check(data.good);
  const { CHECKSIG_LIBRARY } = process.env;
  const goroutines = require('koffi').load(CHECKSIG_LIBRARY).func('int checksig_goroutines()');
  await sleep(100);
  const before = goroutines();
  const left = () => opened() || goroutines() > before;
  const gone = async (meanwhile = () => undefined) => {
    const begun = performance.now();
    while (left()) {
      if (performance.now() - begun > 40_000) throw new Error('left: ' + goroutines());
      meanwhile();
      await sleep(1);
    }
    return performance.now() - begun;
  };`;

/** Prints, in the long run, how long something took. */
export function tell(what: string, took: readonly number[]): void {
  if (!long) return;
  const sorted = took.map((ms) => Math.round(ms)).sort((a, b) => a - b);
  const [median, worst] = [sorted[sorted.length >> 1], sorted.at(-1)];
  process.stdout.write(`${what}: ${took.length} times, median ${median} ms, worst ${worst} ms\n`);
}
