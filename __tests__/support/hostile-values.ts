/** All kinds of values: what the properties of arguments.test.ts are tried with. */
import fc from 'fast-check';
import { BYTES } from './hostile-bytes';
import { OBJECTS } from './hostile-objects';
import { SIGNALS } from './hostile-signals';

/** Makes a value, anew for each call: a call may use it up. */
export interface Maker {
  readonly name: string;
  make(this: void): unknown;
}

export function makersOf(table: Readonly<Record<string, () => unknown>>): Maker[] {
  return Object.entries(table).map(([name, make]) => ({ name, make }));
}

const PRIMITIVES: readonly unknown[] = [
  ...[undefined, null, true, false, Symbol('s'), Symbol.iterator],
  ...[0, -0, 1, -1, 0.5, NaN, Infinity, -Infinity, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, 5e-324],
  ...[0n, -1n, 2n ** 64n, 2n ** 4096n],
  ...['', '\0', 'a\0b', '\ud800', 'a\udfffb', '\ufeff', '\u202e', 'e\u0301', '\u{10ffff}'],
  ...['a\nb', '\\', '"', '%00', '{}', '__proto__', 'constructor', 'sha1 ', 'SHA1', '\uffff'],
  ...['blake2b-', 'blake2b-0', 'blake2b-08', 'blake2b-1e2', 'x'.repeat(2 ** 16)],
];

const known: readonly Maker[] = [
  ...PRIMITIVES.map((value) => ({ name: fc.stringify(value).slice(0, 40), make: () => value })),
  ...makersOf({ ...OBJECTS, ...BYTES, ...SIGNALS }),
];

/** Everything that fast-check has, and strings with lone surrogates, NULs, dots and slashes. */
const random = fc
  .oneof(
    fc.anything({
      maxDepth: 3,
      stringUnit: 'binary',
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
    }),
    fc
      .array(fc.oneof(fc.nat(0xffff), fc.constantFrom(0, 0xd800, 0xdfff, 0x2e, 0x2f)))
      .map((units) => String.fromCharCode(...units)),
    fc.double(),
    fc.maxSafeInteger(),
    fc.bigInt(),
  )
  .map((value): Maker => ({ name: fc.stringify(value), make: () => value }));

export const hostile: fc.Arbitrary<Maker> = fc.oneof(
  { arbitrary: fc.constantFrom(...known), weight: 3 },
  { arbitrary: random, weight: 2 },
);
