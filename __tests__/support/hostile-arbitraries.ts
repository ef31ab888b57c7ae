/** What comes to each place of a call, and how. */
import fc from 'fast-check';
import { required, type Kind, type Place } from './hostile-calls';
import { ELEMENTS, FIELDS } from './hostile-delivery';
import { hostile, makersOf, type Maker } from './hostile-values';

/** What is tried there in any case. */
export function examplesAt({ kind, part }: Place): Maker[] {
  return makersOf(kind.like ?? {}).map(({ name, make }) => ({
    name,
    make: () => (part?.of === 'object' ? { ...part.beside(), [part.name]: make() } : make()),
  }));
}

/** What may come to a place. */
export function valuesAt({ kind, part }: Place): fc.Arbitrary<Maker> {
  const values = valuesOf(kind);
  if (!part) return values;
  const ways: string[] = Object.keys(part.of === 'object' ? FIELDS : ELEMENTS);
  const after = fc.integer({ min: 1, max: 5 });
  return fc.tuple(values, fc.constantFrom(...ways), after).map(([{ name, make }, way, after]) => ({
    name: `${name}, ${way} (${after})`,
    make() {
      if (part.of === 'array') return ELEMENTS[way]?.(make(), kind.valid(), after);
      const object = FIELDS[way]?.(part.name, make(), kind.valid(), after);
      return Object.assign(object as object, part.beside());
    },
  }));
}

/** Hostile values, now and then one that is good, and objects of known names. */
function valuesOf(kind: Kind): fc.Arbitrary<Maker> {
  const good = fc.constant({ name: 'a good one', make: () => kind.valid() });
  const bad = hostile.map(({ name, make }) => ({ name, make: () => harmless(kind, make()) }));
  const names = Object.keys(kind.fields ?? {});
  const objects = fc
    .dictionary(fc.constantFrom(...names, '__proto__'), hostile, { maxKeys: 4 })
    .map((fields) => ({
      name: fc.stringify(Object.entries(fields).map(([name, value]) => [name, value.name])),
      make: () => objectOf(kind, fields),
    }));
  return fc.oneof(
    { arbitrary: bad, weight: 9 },
    { arbitrary: good, weight: 1 },
    { arbitrary: objects, weight: names.length > 0 ? 5 : 0 },
  );
}

/** What `__proto__` has becomes the prototype. */
function objectOf(kind: Kind, makers: Readonly<Record<string, Maker>>): object {
  const object = required(kind);
  let prototype: unknown;
  for (const [name, { make }] of Object.entries(makers)) {
    const value = harmless(kind.fields?.[name], make());
    if (name === '__proto__') prototype = value;
    else Object.assign(object, { [name]: value });
  }
  if (typeof prototype === 'object') Object.setPrototypeOf(object, prototype);
  return object;
}

/** A string where a path is asked for leads to nothing but what the test made. */
function harmless(kind: Kind | undefined, value: unknown): unknown {
  if (!kind?.isPath || typeof value !== 'string' || value === '') return value;
  return `x${value.replaceAll('..', '__')}`;
}
