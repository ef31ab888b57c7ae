/** Signals, and what only looks like one. */
import { brittle, getter, lie, Own, raise, revoked, throwing } from './hostile-tricks';

const signal = () => new AbortController().signal;

/** A signal that is aborted while a call goes on. */
function soon(reason?: unknown): AbortSignal {
  const controller = new AbortController();
  setImmediate(() => controller.abort(reason));
  return controller.signal;
}

export const SIGNALS: Readonly<Record<string, () => unknown>> = {
  'a signal': signal,
  'an aborted signal': () => AbortSignal.abort(),
  'a signal that is aborted soon': () => soon(new Own()),
  'a signal of another make': () => ({
    aborted: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
  'what inherits from AbortSignal': () => Object.create(AbortSignal.prototype) as unknown,
  'a proxy of a signal': () => new Proxy(signal(), {}),
  ...Object.fromEntries(
    ['aborted', 'reason', 'addEventListener', 'removeEventListener'].flatMap((name) => [
      [`a signal without ${name}`, () => lie(signal(), name, undefined)],
      [`a signal whose ${name} throws`, () => getter(signal(), name, raise)],
      [`an aborted signal whose ${name} throws`, () => getter(AbortSignal.abort(), name, raise)],
      [`a signal that is aborted soon, whose ${name} throws`, () => getter(soon(), name, raise)],
    ]),
  ),
  ...Object.fromEntries(
    [0, 1, 2, 3, 4, 6, 8].map((after) => [
      `a signal that is gone after ${after} looks`,
      () => brittle(signal(), after),
    ]),
  ),
};

/** Reasons of an abort that do not want to carry a report. */
export const REASONS: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  'a string': () => 'reason',
  'a frozen object': () => Object.freeze({}),
  'what has a report': () => Object.defineProperty({}, 'report', { value: 5 }),
  'a proxy that throws': () => throwing({}),
  'a revoked proxy': () => revoked({}),
};
