/**
 * Tries the functions with hostile values, in a process of its own, in whose working directory there
 * is nothing: every call ends as it may, soon, and leaves other calls alone.
 */
import assert from 'node:assert/strict';
import { closeSync, ftruncateSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import koffi from 'koffi';
import type { Report } from '../../lib';
import { watchBorder } from './hostile-border';
import { examplesAt, valuesAt } from './hostile-arbitraries';
import { placesOf, type Checksig } from './hostile-calls';
import { ends, intime } from './hostile-ending';
import { REASONS } from './hostile-signals';
import { hostile, makersOf, type Maker } from './hostile-values';

export interface Trial {
  /** The functions to try. */
  readonly names: readonly string[];
  /** How many values for each place of a function, and reasons to abort it. */
  readonly numRuns: number;
  readonly seed: number;
}

/** What has to hold for all values. */
interface Property {
  readonly name: string;
  readonly values: fc.Arbitrary<Maker>;
  /** Values that are tried before those. */
  readonly examples: readonly Maker[];
  run(this: void, value: unknown): Promise<void>;
}

/**
 * Tries the functions, and prints what went wrong.
 *
 * @returns the number of calls
 */
export async function tryAll(checksig: Checksig, { names, numRuns, seed }: Trial): Promise<number> {
  makeFiles();
  const crossed = watchBorder(koffi);
  let calls = 0;
  let current = '';
  process.on('uncaughtException', (error) => {
    console.log(`${current}: uncaught ${String(error)}\nseed ${seed}`);
    process.exit(1);
  });
  for (const { name, values, examples, run } of names.flatMap((name) =>
    propertiesOf(checksig, name),
  )) {
    const property = fc.asyncProperty(values, async (value) => {
      calls++;
      current = `${name} = ${value.name}`;
      const bystander = intime(checksig.check('logs'));
      const [report] = await Promise.all([bystander, run(value.make())]);
      assertLogs(report);
      assert.deepEqual(crossed.splice(0), [], 'crosses to Go');
    });
    const { failed, counterexample, errorInstance } = await fc.check(property, {
      seed,
      numRuns: examples.length + numRuns,
      examples: examples.map((example): [Maker] => [example]),
    });
    if (!failed) continue;
    const value = counterexample?.[0].name ?? 'no value';
    console.log(`${name} = ${value}: ${String(errorInstance)}\nseed ${seed}`);
  }
  await sleep(100); // what an abort leaves behind comes 40 ms later
  assertLogs(await checksig.check('logs'));
  return calls;
}

/** Each place of a function, and what happens if it is aborted. */
function propertiesOf(checksig: Checksig, name: string): Property[] {
  const places = placesOf(checksig, name);
  const properties = places.map((place) => ({
    name: place.name,
    values: valuesAt(place),
    examples: examplesAt(place),
    run: (value: unknown) => ends(() => place.call(value), place.answer),
  }));
  const abortable = places.some(({ part }) => part?.of === 'object' && part.name === 'signal');
  return abortable
    ? [...properties, abortOf(checksig, name, 0), abortOf(checksig, name, 5)]
    : properties;
}

/** Any reason of an abort is what the call rejects with, aborted before it begins or while it runs. */
function abortOf(checksig: Checksig, name: string, delay: number): Property {
  const call = checksig[name as 'check'] as (...args: unknown[]) => unknown;
  const args = { digestFile: ['endless/a', 'md5'], digestFiles: [['endless/a'], 'md5'] };
  return {
    name: `${name} aborted after ${delay} ms`,
    values: hostile,
    examples: makersOf(REASONS),
    async run(reason) {
      const controller = new AbortController();
      const { signal } = controller;
      const abort = () => controller.abort(reason);
      if (delay === 0) abort();
      else setTimeout(abort, delay);
      const called = call(...(args[name as 'digestFile'] ?? ['endless']), { signal });
      const end = name === 'checkEach' ? (called as AsyncIterator<unknown>).next() : called;
      await intime(end).then(
        () => assert.fail('resolves'),
        (error) => assert(Object.is(error, signal.reason), 'rejects with something else'),
      );
    },
  };
}

/**
 * `logs` has a list, and three files that are as listed and one that is not; `made` has two files,
 * `endless` one that takes minutes to read.
 */
function makeFiles(): void {
  for (const name of ['logs', 'made', 'endless']) mkdirSync(name);
  for (const name of ['logs/a', 'logs/b', 'logs/c', 'logs/d', 'made/a', 'made/b']) {
    writeFileSync(name, 'hello\n');
  }
  const digest = 'f572d396fae9206628714fb2ce00f72e94f2258f';
  const lines = ['a', 'b', 'c'].map((name) => `${digest}  ${name}\n`);
  writeFileSync('logs/sha1sum.txt', `${lines.join('')}${'0'.repeat(40)}  d\n`);
  writeFileSync('endless/sha1sum.txt', `${digest}  a\n`);
  const file = openSync('endless/a', 'w');
  ftruncateSync(file, 2 ** 38);
  closeSync(file);
}

function assertLogs({ counts, failures }: Report): void {
  assert.deepEqual([counts.ok, counts.mismatch, failures.length], [3, 1, 1], 'another check');
}
