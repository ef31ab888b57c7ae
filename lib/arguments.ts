/**
 * Takes over what callers pass: each function reads its argument once, checks what it has read and
 * returns a copy, so that what was checked is what is used. It throws a `TypeError` that names the
 * argument, what was found and what was expected.
 */
import { isBoxedPrimitive } from 'node:util/types';

import { ALGORITHMS, digestSize, isAlgorithm } from './algorithms';
import type { ManifestEntry } from './format';
import type {
  CheckOptions,
  CreateOptions,
  FormatOptions,
  ParseOptions,
  SignalOptions,
} from './options';

/** Takes one value over. */
type Rule<T> = (name: string, value: unknown) => T;

/** Far beyond what any system opens, and far below what fills memory. */
const MAX_PATH = 65_535;

/**
 * Takes a path over. koffi would take a number for an address and cut a string at a NUL, so nothing
 * unchecked may reach it.
 */
export function toPath(name: string, value: unknown): string {
  if (typeof value !== 'string') fail(name, 'a path as a string', describe(value));
  if (value === '') fail(name, 'a path', 'an empty string');
  if (value.length > MAX_PATH) fail(name, `at most ${MAX_PATH} characters`, `${value.length}`);
  if (value.includes('\0')) fail(name, 'a path', `a NUL in ${quote(value)}`);
  if (!value.isWellFormed()) {
    fail(name, 'well-formed Unicode', `a lone surrogate in ${quote(value)}`);
  }
  return value;
}

export function toPaths(paths: unknown): string[] {
  return toArray('paths', paths, toPath);
}

export function toAlgorithm<T extends string>(name: string, value: unknown): T {
  if (typeof value !== 'string') fail(name, 'the name of an algorithm', describe(value));
  if (!isAlgorithm(value)) fail(name, `one of ${ALGORITHMS.join(', ')}`, quote(value));
  return value as string as T;
}

export function toSignalOptions(options: unknown): SignalOptions {
  return toOptions<SignalOptions>(options, { signal });
}

export function toCheckOptions(options: unknown): CheckOptions {
  return toOptions(options, CHECK_RULES);
}

export function toCreateOptions(options: unknown): CreateOptions {
  return toOptions(options, CREATE_RULES);
}

export function toParseOptions(options: unknown): ParseOptions {
  return toOptions(options, PARSE_RULES);
}

export function toFormatOptions(options: unknown): FormatOptions {
  return toOptions(options, FORMAT_RULES);
}

/** The bytes of a list. */
export function toList(list: unknown): Uint8Array {
  if (typeof list === 'string') return Buffer.from(list);
  if (!(list instanceof Uint8Array)) fail('list', 'a string or a Uint8Array', describe(list));
  return toBytes(list);
}

export function toEntries(entries: unknown): ManifestEntry[] {
  return toArray('entries', entries, (name, entry) => {
    if (typeof entry !== 'object' || entry === null) fail(name, 'an object', describe(entry));
    const { path, pathBytes, algorithm, digest } = entry as Record<string, unknown>;
    const known = toAlgorithm<ManifestEntry['algorithm']>(`${name}.algorithm`, algorithm);
    return {
      ...(pathBytes === undefined
        ? { path: toPath(`${name}.path`, path) }
        : { path: '', pathBytes: toName(`${name}.pathBytes`, pathBytes) }),
      algorithm: known,
      digest: toDigest(`${name}.digest`, digest, known),
    };
  });
}

function toName(name: string, value: unknown): Uint8Array {
  if (!(value instanceof Uint8Array)) fail(name, 'a Uint8Array', describe(value));
  const bytes = toBytes(value);
  if (bytes.length === 0 || bytes.includes(0)) fail(name, 'bytes without a NUL', 'others');
  return bytes;
}

/** As many bytes as there are: an array may say another length, or be shared and change. */
function toBytes(array: Uint8Array): Uint8Array {
  return new Uint8Array(array);
}

function toDigest(name: string, value: unknown, algorithm: string): string {
  const digits = 2 * digestSize(algorithm);
  if (typeof value !== 'string' || value.length !== digits || !/^[0-9a-f]*$/i.test(value)) {
    const found = typeof value === 'string' ? quote(value) : describe(value);
    fail(name, `the ${digits} hexadecimal digits of ${algorithm}`, found);
  }
  return value;
}

const signal: Rule<AbortSignal> = (name, value) => {
  if (!(value instanceof AbortSignal)) fail(name, 'an AbortSignal', describe(value));
  return value;
};

const onProgress: Rule<never> = (name, value) => {
  if (typeof value !== 'function') fail(name, 'a function', describe(value));
  return value as never;
};

/** How each option is taken over. */
type Rules<T> = { readonly [K in keyof T]-?: Rule<Exclude<T[K], undefined>> };

const symlinks = oneOf('inside', 'refuse');

const CHECK_RULES: Rules<CheckOptions> = {
  manifest: toLists,
  algorithm: toAlgorithm,
  extras: oneOf('ignore', 'report', 'fail'),
  missing: oneOf('fail', 'ignore'),
  malformed: oneOf('fail', 'report'),
  symlinks,
  concurrency: integer(1, 1024),
  onProgress,
  signal,
  maxFailures: integer(0),
  maxEntries: integer(1),
  maxManifestBytes: integer(1),
  maxFileBytes: integer(1),
  allowedAlgorithms: some(toAlgorithm),
};

const CREATE_RULES: Rules<CreateOptions> = {
  manifest: toPath,
  algorithm: toAlgorithm,
  form: oneOf('gnu', 'bsd'),
  symlinks,
  onProgress,
  signal,
};

const PARSE_RULES: Rules<ParseOptions> = {
  algorithm: toAlgorithm,
  name: toPath,
};

const FORMAT_RULES: Rules<FormatOptions> = { form: oneOf('gnu', 'bsd') };

/** Takes over each option that is given; `undefined` is an option that is not. */
function toOptions<T extends object>(options: unknown, rules: Rules<T>): T {
  const odd = Array.isArray(options) || ArrayBuffer.isView(options) || isBoxedPrimitive(options);
  if (typeof options !== 'object' || options === null || odd) {
    fail('options', 'an object', describe(options));
  }
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(rules, name)) {
      const known = Object.keys(rules).join(', ');
      const found = name.length > QUOTED ? quote(name) : name;
      throw new TypeError(`options: found the unknown option ${found}, expected some of ${known}`);
    }
  }
  const taken: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries<Rule<unknown>>(rules)) {
    const value = (options as Record<string, unknown>)[name];
    if (value !== undefined) taken[name] = rule(`options.${name}`, value);
  }
  return taken as T;
}

function oneOf<T extends string>(...values: T[]): Rule<T> {
  return (name, value) => {
    if (!values.includes(value as T)) {
      const found = typeof value === 'string' ? quote(value) : describe(value);
      fail(name, `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`, found);
    }
    return value as T;
  };
}

function integer(least: number, most = Number.MAX_SAFE_INTEGER): Rule<number> {
  return (name, value) => {
    if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) {
      return value as number;
    }
    const limit =
      most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    fail(name, `an integer ${limit}`, describe(value));
  };
}

function toArray<T>(name: string, value: unknown, rule: Rule<T>): T[] {
  if (!Array.isArray(value)) fail(name, 'an array', describe(value));
  const taken: T[] = [];
  for (let i = 0; i < value.length; i++) taken.push(rule(`${name}[${i}]`, value[i]));
  return taken;
}

function some<T>(rule: Rule<T>): Rule<T[]> {
  return (name, value) => {
    const taken = toArray(name, value, rule);
    if (taken.length === 0) fail(name, 'at least one element', 'none');
    return taken;
  };
}

/** As many lists as a verdict's `manifest` can tell apart. */
const MAX_LISTS = 65_535;

function toLists(name: string, value: unknown): string | string[] {
  if (!Array.isArray(value)) return toPath(name, value);
  if (value.length > MAX_LISTS) fail(name, `at most ${MAX_LISTS} elements`, `${value.length}`);
  return some(toPath)(name, value);
}

function fail(name: string, expected: string, found: string): never {
  throw new TypeError(`${name}: expected ${expected}, found ${found}`);
}

/** How much of a string a message has, in characters. */
const QUOTED = 200;

function quote(value: string): string {
  return JSON.stringify(value.length > QUOTED ? `${value.slice(0, QUOTED)}…` : value);
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'string':
      return 'a string';
    case 'number':
    case 'boolean':
    case 'bigint':
      return `${typeof value} ${value}`;
    case 'object':
      return 'an object';
    default:
      return typeof value;
  }
}
