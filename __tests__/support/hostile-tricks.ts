/** How to make values that lie, throw, or change while they are looked at. */

/** What the getters and traps here throw, which a call may pass on. */
export class Own extends Error {}

export const raise = (): never => {
  throw new Own('thrown by the caller');
};

/** Gives one value for as often as is said, then another. */
export function flip(first: unknown, second: unknown, after: number): () => unknown {
  return () => (after-- > 0 ? first : second);
}

/** The value, with a property of its own in the place of an inherited one. */
export function lie<T extends object>(value: T, name: PropertyKey, property: unknown): T {
  return Object.defineProperty(value, name, { value: property, configurable: true });
}

/** The value, with a property that is a getter. */
export function getter<T extends object>(value: T, name: PropertyKey, get: () => unknown): T {
  return Object.defineProperty(value, name, { get, enumerable: true, configurable: true });
}

/** A proxy that has its own answer for one property. */
export function posing<T extends object>(target: T, name: PropertyKey, get: () => unknown): T {
  return new Proxy(target, {
    get: (target, key) => (key === name ? get() : (Reflect.get(target, key) as unknown)),
  });
}

/** A proxy that throws whatever is done with it. */
export function throwing(target: object): unknown {
  const traps = Object.getOwnPropertyNames(Reflect).map((trap) => [trap, raise]);
  return new Proxy(target, Object.fromEntries(traps) as ProxyHandler<object>);
}

/** A proxy that is no more. */
export function revoked(target: object): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** A proxy that is revoked when it was asked for properties so many times. */
export function brittle(target: object, after: number): unknown {
  const { proxy, revoke } = Proxy.revocable(target, {
    get(target, name) {
      if (after-- === 0) revoke();
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return proxy;
}
