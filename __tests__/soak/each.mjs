/* global gc */
/** checkEach, by readers of all kinds. */
import assert from 'node:assert';
import { setTimeout as sleep } from 'node:timers/promises';

import { checkEach } from '../../dist/index.mjs';
import { withSignal } from './aborts.mjs';
import { compareCounts, compareError, comparePartial, compareVerdicts } from './answers.mjs';
import { optionsOf } from './checks.mjs';

/**
 * How it is read: `whole`, `slowly`, `in parallel` by several calls of next at once; left by
 * `break`; or let go of after some verdicts, which only the garbage collector sees, with a call of
 * next that waits or without.
 */
const READERS = {
  whole: async (each, verdicts) => {
    for await (const verdict of each) verdicts.push(verdict);
    return true;
  },
  slowly: async (each, verdicts) => {
    for await (const verdict of each) {
      if (verdicts.push(verdict) % 500 === 100) await sleep(20);
    }
    return true;
  },
  'in parallel': async (each, verdicts) => {
    for (;;) {
      const steps = await Promise.all(Array.from({ length: 5 }, () => each.next()));
      for (const { done, value } of steps) if (!done) verdicts.push(value);
      if (steps.some(({ done }) => done)) return true;
    }
  },
  break: async (each, verdicts, most) => {
    for await (const verdict of each) if (verdicts.push(verdict) > most) return false;
    return true;
  },
  'let go': async (each, verdicts, most) => {
    while (verdicts.length < most) {
      const { done, value } = await each.next();
      if (done) return true;
      verdicts.push(value);
    }
    return false;
  },
  'let go, waiting': async (each, verdicts, most) => {
    const whole = await READERS['let go'](each, verdicts, most);
    each.next().catch(() => undefined);
    return whole;
  },
};

export const READER_NAMES = Object.keys(READERS);

export async function runEach(operation, { caseOf }) {
  const { name, reader, most } = operation;
  const known = caseOf(name);
  const verdicts = [];
  let report;
  const { value, error, aborted } = await withSignal(operation.abort, async (signal) => {
    const each = checkEach(known.directory, optionsOf(known, operation, signal));
    try {
      return await READERS[reader](each, verdicts, most);
    } finally {
      report = each.report;
    }
  });
  if (known.error) {
    if (!aborted && value !== false) compareError(error, known.error);
    return;
  }
  if (error) throw error;
  compareVerdicts(verdicts, known, value === true);
  if (aborted) comparePartial(report, known);
  else if (value) compareCounts(report, known);
  // The call that waits may find the end.
  else if (reader !== 'let go, waiting')
    assert.strictEqual(report, undefined, 'the report of an iteration that is not over');
}

/**
 * Lets go of a check that would take minutes, and has garbage collected, which ends it: at once, or
 * as soon as there is the verdict that is waited for.
 */
export async function runAbandoned({ waiting }, { endless }) {
  await begin(endless, waiting);
  gc();
}

async function begin(directory, ms) {
  const each = checkEach(directory);
  const next = each.next().catch(() => undefined);
  await Promise.race([next, sleep(ms)]);
}
