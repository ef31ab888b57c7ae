/** Random operations (operations.mjs), as fast-check generates them from a seed. */
import fc from 'fast-check';

import { READER_NAMES } from './each.mjs';
import { DIGITS, MISUSE_COUNT } from './lists.mjs';
import { ALGORITHMS } from './trees.mjs';

/**
 * The plan of a soak.
 *
 * @returns what gives the n-th burst for a seed and n: operations, and how many are to run at once
 */
export function plan({ cases, files, listings }) {
  const names = cases.map(({ name }) => name);
  const vectors = names.filter((name) => name.startsWith('vector'));
  const own = names.filter((name) => !vectors.includes(name));
  const name = fc.oneof(fc.constantFrom(...own), fc.constantFrom(...vectors));
  const having = (property) =>
    fc.constantFrom(
      ...cases.filter((known) => known[property] !== undefined).map(({ name }) => name),
    );

  const ms = fc.integer({ min: 0, max: 80 });
  const abort = fc.option(
    fc.oneof(fc.constant({ before: true }), fc.record({ after: ms }), fc.record({ timeout: ms })),
    { freq: 2, nil: undefined },
  );
  const neutral = {
    concurrency: sometimes(fc.integer({ min: 1, max: 64 })),
    progress: fc.boolean(),
    abort,
  };
  const of = (kind, more) => fc.record({ kind: fc.constant(kind), ...more });
  const index = (list) => fc.nat(list.length - 1);
  const algorithm = fc.constantFrom(...Object.keys(ALGORITHMS));

  const check = of('check', {
    name,
    ...neutral,
    maxFailures: sometimes(fc.integer({ min: 1, max: 200 })),
  });
  const signatures = of('checkSignatures', { name, ...neutral });
  const each = of('checkEach', {
    name,
    ...neutral,
    reader: fc.constantFrom(...READER_NAMES),
    most: fc.nat(400),
  });
  const verify = of('verify', { name: having('verify') });
  const digests = of('digestFiles', {
    indexes: fc.array(index(files), { maxLength: 30 }),
    algorithm,
    abort,
  });
  const parse = of('parseManifest', { name: having('list') });
  const worker = of('worker', {
    operations: fc.array(fc.oneof(check, signatures, each, verify, digests, parse), {
      minLength: 1,
      maxLength: 4,
    }),
    ending: fc.constantFrom('finish', 'finish', 'exit', 'terminate'),
    after: ms,
  });

  const weighted = [
    [20, check],
    [8, signatures],
    [20, each],
    [8, verify],
    [3, of('together', { names: fc.array(name, { minLength: 2, maxLength: 12 }), after: ms })],
    [3, of('endless', { abort: someAbort(ms), concurrency: neutral.concurrency })],
    [1, of('abandoned', { waiting: ms })],
    [8, of('digestFile', { index: index(files), algorithm, abort })],
    [4, digests],
    [
      5,
      of('createManifest', {
        index: index(listings),
        form: fc.nat(1),
        abort,
        progress: fc.boolean(),
      }),
    ],
    [4, of('upload', { contents: fc.array(fc.string(), { minLength: 1, maxLength: 12 }) })],
    [6, parse],
    [6, format],
    [3, of('misuse', { index: fc.nat(MISUSE_COUNT - 1) })],
    [2, worker],
    [2, of('spawn', { status: fc.nat(3) })],
  ];
  const operation = fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary })));
  const burst = fc.noBias(
    fc.record({
      atOnce: fc.integer({ min: 1, max: 32 }),
      operations: fc.array(operation, { minLength: 100, maxLength: 100 }),
    }),
  );
  return (seed, n) => fc.sample(burst, { seed: seed + n, numRuns: 1 })[0];
}

const sometimes = (arbitrary) => fc.option(arbitrary, { freq: 2, nil: undefined });

const someAbort = (ms) => fc.oneof(fc.record({ after: ms }), fc.record({ timeout: ms }));

const digit = fc.constantFrom(...'0123456789abcdef');

/** Names with all that lists escape, or take for something else. */
const fileName = fc.string({
  unit: fc.constantFrom(...'abcdef0123 \\\n\r\t()=*#;:-"\'%/.\x01\x7f\ufeffé日🙂'),
  minLength: 1,
  maxLength: 40,
});

const format = fc.record({
  kind: fc.constant('formatManifest'),
  form: fc.constantFrom('gnu', 'bsd'),
  algorithm: fc.constantFrom(...Object.keys(DIGITS)),
  entries: fc.array(fc.record({ path: fileName, seed: digit }), { minLength: 1, maxLength: 50 }),
});
