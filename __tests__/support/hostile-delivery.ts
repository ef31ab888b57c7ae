/** Ways for a value to come into a call: plainly, or where it is seen only when looked at twice. */
import { flip, getter, posing } from './hostile-tricks';

type Field = (name: string, value: unknown, valid: unknown, after: number) => object;

/** How an object may have a property. */
export const FIELDS: Readonly<Record<string, Field>> = {
  own: (name, value) => ({ [name]: value }),
  'by a getter': (name, value) => getter({}, name, () => value),
  'after a valid one': (name, value, valid, after) => getter({}, name, flip(valid, value, after)),
  'after a valid one, by a proxy': (name, value, valid, after) =>
    posing({ [name]: valid }, name, flip(valid, value, after)),
  inherited: (name, value) => Object.create({ [name]: value }) as object,
  'of a class': (name, value) => Object.create(getter({}, name, () => value)) as object,
  'not enumerable': (name, value) => Object.defineProperty({}, name, { value }),
  'not listed': (name, value) => new Proxy({ [name]: value }, { ownKeys: () => [] }),
};

type Element = (value: unknown, valid: unknown, after: number) => unknown[];

/** How an array may have an element. */
export const ELEMENTS: Readonly<Record<string, Element>> = {
  alone: (value) => [value],
  'behind a valid one': (value, valid) => [valid, value],
  'behind a hole': (value) => [, value], // eslint-disable-line no-sparse-arrays
  'before a hole': (value) => [value, ,], // eslint-disable-line no-sparse-arrays
  'by a getter': (value) => getter([], 0, () => value),
  'after a valid one': (value, valid, after) => getter([], 0, flip(valid, value, after)),
  'after a valid one, by a proxy': (value, valid, after) =>
    posing([valid], '0', flip(valid, value, after)),
  'unseen by forEach': (value) => Object.assign([value], { forEach: () => undefined }),
  'unseen by an iterator': (value) =>
    Object.assign([value], { [Symbol.iterator]: () => [][Symbol.iterator]() }),
  'seen by map alone': (value, valid) => Object.assign([valid], { map: () => [value] }),
  'seen by an iterator alone': (value, valid) =>
    Object.assign([valid], { [Symbol.iterator]: () => [value][Symbol.iterator]() }),
  'seen by JSON alone': (value, valid) => Object.assign([valid], { toJSON: () => [value] }),
};
