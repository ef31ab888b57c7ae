/**
 * Watches what crosses to Go: whatever a value says of itself when it is looked at again, koffi gets
 * strings that end where they seem to, sizes that are those of the memory, and numbers in range.
 */
import type koffi from 'koffi';

/** Where koffi takes what it is given for an address, or a size. */
type Native = (...args: unknown[]) => unknown;

/** The fields of requests that are numbers, and the greatest of each. */
const MOST: Readonly<Record<string, number>> = {
  workers: 1024,
  maxEntries: Number.MAX_SAFE_INTEGER,
  maxManifestBytes: Number.MAX_SAFE_INTEGER,
  maxFileBytes: Number.MAX_SAFE_INTEGER,
};

/**
 * Watches the libraries that are loaded from now on.
 *
 * @returns what was wrong, to which is added
 */
export function watchBorder(ffi: typeof koffi): string[] {
  const wrong: string[] = [];
  const load = ffi.load.bind(ffi);
  ffi.load = (file) => {
    const library = load(file);
    const func = library.func.bind(library) as Native;
    const watched = (name: string, result: string, parameters: string[]) => {
      const call = func(name, result, parameters) as Native & { async: Native };
      const look = (args: unknown[]) => {
        for (const found of mistakes(parameters, args)) wrong.push(`${name}: ${found}`);
      };
      const looking: Native = (...args) => (look(args), call(...args));
      const async: Native = (...args) => (look(args.slice(0, -1)), call.async(...args));
      return Object.assign(looking, { async });
    };
    return { func: watched } as unknown as typeof library;
  };
  return wrong;
}

/** The size of a typed array, whatever it says; of anything else NaN. */
function sizeOf(value: unknown): number {
  const prototype = Object.getPrototypeOf(Uint8Array.prototype) as object;
  try {
    return Reflect.get(prototype, 'byteLength', value) as number;
  } catch {
    return NaN;
  }
}

function mistakes(parameters: readonly string[], args: readonly unknown[]): string[] {
  return parameters.flatMap((parameter, i) => {
    const [value, next] = [args[i], args[i + 1]];
    if (parameter === 'str') {
      if (typeof value !== 'string') return [`${typeof value} for a string`];
      if (value.includes('\0')) return ['a string with a NUL'];
      return value.startsWith('{') ? numbersOutOfRange(value) : [];
    }
    if (parameter === 'void *') {
      if (typeof value === 'bigint') return []; // what Go itself returned
      const size = sizeOf(value);
      return next === size ? [] : [`${String(next)} bytes of ${size}`];
    }
    return Number.isSafeInteger(value) ? [] : [`${typeof value} for a number`];
  });
}

function numbersOutOfRange(request: string): string[] {
  const fields = Object.entries(JSON.parse(request) as Record<string, unknown>);
  return fields.flatMap(([name, value]) => {
    const most = MOST[name];
    if (most === undefined) return [];
    return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most
      ? []
      : [`${name} ${JSON.stringify(value)}`];
  });
}
