/** Bytes, and what only looks like bytes. */
import { flip, getter, lie, posing, raise, revoked, throwing } from './hostile-tricks';

type Resizable = ArrayBuffer & { resize(size: number): void };

const bytes = () => Uint8Array.from(Buffer.from(`${'0'.repeat(40)}  a\n`));
const resizable = (size: number) =>
  new (ArrayBuffer as unknown as new (size: number, options: object) => Resizable)(size, {
    maxByteLength: 64,
  });
const imposter = (length: number) =>
  lie(Object.create(Uint8Array.prototype) as object, 'length', length);

export const BYTES: Readonly<Record<string, () => unknown>> = {
  bytes: bytes,
  'no bytes': () => new Uint8Array(0),
  'a subclass of Uint8Array': () => new (class extends Uint8Array {})(8),
  'a Buffer': () => Buffer.from('sha1'),
  'a DataView': () => new DataView(new ArrayBuffer(8)),
  'an ArrayBuffer': () => new ArrayBuffer(8),
  floats: () => new Float64Array(8),
  'big integers': () => new BigInt64Array(8),
  'shared bytes': () => new Uint8Array(new SharedArrayBuffer(8)),
  'resizable bytes': () => new Uint8Array(resizable(8)),
  'detached bytes'() {
    const view = bytes();
    structuredClone(view.buffer, { transfer: [view.buffer] });
    return view;
  },
  'bytes that are out of bounds'() {
    const buffer = resizable(8);
    const view = new Uint8Array(buffer, 4, 4);
    buffer.resize(2);
    return view;
  },
  'what inherits from Uint8Array': () => Object.create(Uint8Array.prototype) as unknown,
  'what inherits from Uint8Array and has a length': () => imposter(8),
  'what inherits from Uint8Array and has a great length': () => imposter(2 ** 40),
  'a proxy of bytes': () => new Proxy(bytes(), {}),
  'a proxy of bytes with a length': () => posing(bytes(), 'length', () => 8),
  'a proxy of bytes with a great length': () => posing(bytes(), 'length', () => 2 ** 40),
  'a proxy of bytes that throws': () => throwing(bytes()),
  'a revoked proxy of bytes': () => revoked(bytes()),
  'bytes whose length throws': () => getter(bytes(), 'length', raise),
  'bytes whose length moves': () => getter(bytes(), 'length', flip(43, 2 ** 31, 1)),
  ...Object.fromEntries(
    [2 ** 31, 2 ** 16, 1, 0, -1, 0.5, NaN, 'x', null, 2n].map((length) => [
      `bytes that say they have the length ${length}`,
      () => lie(bytes(), 'length', length),
    ]),
  ),
  ...Object.fromEntries(
    ['buffer', 'byteLength', 'byteOffset', 'includes', 'slice', 'subarray', 'constructor'].map(
      (name) => [`bytes without ${name}`, () => lie(bytes(), name, undefined)],
    ),
  ),
};
