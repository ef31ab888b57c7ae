/** Runs contenders in turn on one set: A B C, A B C, … */
import { performance } from 'node:perf_hooks';

import { BESIDE, EMPTY, IDLE, isChecking } from './contenders/index.mjs';
import { enter, WrongAnswer } from './entrants.mjs';
import { median } from './statistics.mjs';

/**
 * The warm-up is each contender's run with the wrong list, and not counted; unless it took so long
 * that there is no time for another: then it is the only one, and `rounds` is 0.
 *
 * @param options.beforeEach is awaited before each run, `options.warm` after a run that evicts
 * @returns for each contender { name, samples, rounds, failure }
 * @throws WrongAnswer if one finds other files wrong than it should
 */
export async function inTurn(contenders, set, meter, options) {
  const nothing = async () => undefined;
  const { rounds, budgetMs, limitMs, beforeEach = nothing, warm = nothing } = options;
  const idle = options.beforeEach ? [IDLE, BESIDE] : [IDLE];
  const entries = [];
  try {
    for (const contender of [EMPTY, ...idle, ...contenders]) {
      const { name, evicts, judged } = contender;
      const entry = { name, evicts, judged, samples: [], spent: 0 };
      entries.push(entry);
      try {
        if (contender.absent) throw new Error(contender.absent);
        entry.entrant = await enter(contender, set, meter);
      } catch (error) {
        entry.failure = error.message;
      }
    }
    for (let round = 0; round <= rounds; round++) {
      for (const entry of entries) {
        if (entry.failure || (entry.spent > budgetMs && !entry.judged)) continue;
        await beforeEach();
        await take(entry, round, limitMs);
        if (entry.evicts) await warm();
      }
    }
  } finally {
    for (const { entrant } of entries) await entrant?.stop();
  }
  return entries.map(({ name, samples, warmUp, failure }) => ({
    name,
    failure,
    rounds: samples.length,
    samples: samples.length > 0 || !warmUp ? samples : [warmUp],
  }));
}

async function take(entry, round, limitMs) {
  const { entrant } = entry;
  const verifies = round === 0 && isChecking(entry);
  const start = performance.now();
  try {
    const sample = await (verifies ? entrant.verify(limitMs) : entrant.run(limitMs));
    const { ms, cpuMs, peakKiB, delayMs } = sample;
    if (round === 0) entry.warmUp = { ms, cpuMs, peakKiB, delayMs };
    else entry.samples.push({ ms, cpuMs, peakKiB, delayMs });
  } catch (error) {
    if (error instanceof WrongAnswer) throw new WrongAnswer(`${entry.name}: ${error.message}`);
    entry.failure = error.message;
    await entrant.stop();
  }
  entry.spent += performance.now() - start;
}

/** The medians of a contender's samples; the worst delay is that of all. */
export function summarise({ samples, ...entry }) {
  const of = (key) => median(samples.map((sample) => sample[key]));
  const delays = samples.map(({ delayMs }) => delayMs).filter((delay) => delay !== undefined);
  return {
    ...entry,
    times: samples.map(({ ms }) => ms),
    ms: of('ms'),
    cpuMs: of('cpuMs'),
    peakKiB: of('peakKiB'),
    delayMs: delays.length > 0 ? Math.max(...delays) : undefined,
    lowestMs: Math.min(...samples.map(({ ms }) => ms)),
    highestMs: Math.max(...samples.map(({ ms }) => ms)),
  };
}
