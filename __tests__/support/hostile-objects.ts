/** Objects, arrays and functions that no function of the package asks for. */
import vm from 'node:vm';
import { getter, lie, posing, raise, revoked, throwing } from './hostile-tricks';

/** Of another realm, whose classes are not those of this one. */
const FOREIGN = [
  ...['[]', '["a"]', '({})', '({ signal: 5 })', 'new Uint8Array(8)', 'new String("sha1")', 'this'],
  ...['(() => 5)', 'new Proxy([], {})', 'new Map()', 'new Date()', 'Symbol.iterator'],
];

export const OBJECTS: Readonly<Record<string, () => unknown>> = {
  'a String': () => new String('sha1'),
  'a Number': () => new Number(1),
  'a Boolean': () => new Boolean(true),
  'a BigInt object': () => Object(1n) as unknown,
  'a Symbol object': () => Object(Symbol('s')) as unknown,
  'a subclass of String': () => new (class extends String {})('sha1'),
  'a subclass of Array': () => new (class extends Array {})(2),
  'what has toString': () => ({ toString: () => 'sha1' }),
  'what has valueOf': () => ({ valueOf: () => 'sha1' }),
  'what has toJSON': () => ({ toJSON: () => 'sha1' }),
  'what has toPrimitive': () => ({ [Symbol.toPrimitive]: () => 'sha1' }),
  'what throws when it is converted': () => ({
    toString: raise,
    valueOf: raise,
    toJSON: raise,
    [Symbol.toPrimitive]: raise,
  }),
  'what calls itself a string': () => ({ [Symbol.toStringTag]: 'String' }),
  'a circle'() {
    const circle: Record<string, unknown> = {};
    return (circle['self'] = circle);
  },
  'what is deep'() {
    let deep: unknown[] = [];
    for (let i = 0; i < 10_000; i++) deep = [deep];
    return deep;
  },
  'no prototype': () => Object.create(null) as unknown,
  'an own __proto__': () => JSON.parse('{"__proto__": {"signal": 5}}') as unknown,
  'a getter that throws': () => getter({}, 'signal', raise),
  'a proxy': () => new Proxy({}, {}),
  'a proxy of an array': () => new Proxy(['a'], {}),
  'a proxy that throws': () => throwing({}),
  'a proxy of an array that throws': () => throwing([]),
  'a proxy of a function that throws': () => throwing(raise),
  'a revoked proxy': () => revoked({}),
  'a revoked proxy of an array': () => revoked([]),
  'a revoked proxy of a function': () => revoked(raise),
  'a proxy that lists what is not there': () =>
    new Proxy({}, { ownKeys: () => ['signal', 'algorithm', '0'] }),
  'an array with a hole': () => new Array<unknown>(1),
  'an array that ends with a hole': () => ['a', ,], // eslint-disable-line no-sparse-arrays
  'an array of itself'() {
    const array: unknown[] = [];
    array.push(array);
    return array;
  },
  arguments() {
    return arguments; // eslint-disable-line prefer-rest-params
  },
  ...Object.fromEntries(
    [undefined, -1, 0.5, NaN, 'x', 1n, 2 ** 32].map((length) => [
      `an array that says it has the length ${length}`,
      () => posing(['a'], 'length', () => length),
    ]),
  ),
  ...Object.fromEntries(
    ['forEach', 'map', 'toJSON', Symbol.iterator, 'constructor'].map((name) => [
      `an array with another ${String(name)}`,
      () => lie(['a'], name, 5),
    ]),
  ),
  ...Object.fromEntries(
    FOREIGN.map((source) => [
      `${source} of another realm`,
      () => vm.runInNewContext(source) as unknown,
    ]),
  ),
  'a function': () => () => undefined,
  'a function that throws': () => raise,
  'a class': () => class {},
  'an async function': () => async () => Promise.resolve(),
  'a generator': () => function* () {},
  'a Date': () => new Date(),
  'a Date that is none': () => new Date(NaN),
  'a RegExp': () => /sha1/g,
  'a Promise': () => Promise.resolve('sha1'),
  'a thenable': () => ({ then: (resolve: (value: unknown) => void) => resolve('sha1') }),
  'an Error': () => new Error('e'),
  'a WeakMap': () => new WeakMap(),
  globalThis: () => globalThis,
};
