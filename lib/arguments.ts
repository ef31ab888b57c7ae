/**
 * Checks what callers pass. Every function throws a `TypeError` that names the argument, what was
 * found and what was expected.
 */
import { ALGORITHMS, digestSize, isAlgorithm } from './algorithms';
import type {
  CheckOptions,
  CreateOptions,
  FormatOptions,
  ParseOptions,
  SignalOptions,
} from './options';

/** A check of one value. */
type Rule = (name: string, value: unknown) => void;

/**
 * Checks a path. koffi would take a number for an address and cut a string at a NUL, so nothing
 * unchecked may reach it.
 */
export function checkPath(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') fail(name, 'a path as a string', describe(value));
  if (value === '') fail(name, 'a path', 'an empty string');
  if (value.includes('\0')) fail(name, 'a path', `a NUL in ${JSON.stringify(value)}`);
  if (!value.isWellFormed()) {
    fail(name, 'well-formed Unicode', `a lone surrogate in ${JSON.stringify(value)}`);
  }
}

export function checkAlgorithm(name: string, value: unknown): asserts value is string {
  if (typeof value !== 'string') fail(name, 'the name of an algorithm', describe(value));
  if (!isAlgorithm(value)) {
    fail(name, `one of ${ALGORITHMS.join(', ')}`, JSON.stringify(value));
  }
}

export function checkSignalOptions(options: unknown): asserts options is SignalOptions {
  checkOptions(options, { signal });
}

export function checkCheckOptions(options: unknown): asserts options is CheckOptions {
  checkOptions(options, CHECK_RULES);
}

export function checkCreateOptions(options: unknown): asserts options is CreateOptions {
  checkOptions(options, CREATE_RULES);
}

export function checkParseOptions(list: unknown, options: unknown): void {
  if (typeof list !== 'string' && !(list instanceof Uint8Array)) {
    fail('list', 'a string or a Uint8Array', describe(list));
  }
  checkOptions(options, PARSE_RULES);
}

export function checkFormatOptions(options: unknown): asserts options is FormatOptions {
  checkOptions(options, FORMAT_RULES);
}

export function checkFormatEntries(entries: unknown): void {
  if (!Array.isArray(entries)) fail('entries', 'an array', describe(entries));
  entries.forEach((entry: unknown, i) => {
    const name = `entries[${i}]`;
    if (typeof entry !== 'object' || entry === null) fail(name, 'an object', describe(entry));
    const { path, pathBytes, algorithm, digest } = entry as Record<string, unknown>;
    if (pathBytes === undefined) checkPath(`${name}.path`, path);
    else checkBytes(`${name}.pathBytes`, pathBytes);
    checkAlgorithm(`${name}.algorithm`, algorithm);
    checkDigest(`${name}.digest`, digest, algorithm);
  });
}

function checkBytes(name: string, value: unknown): void {
  if (!(value instanceof Uint8Array)) fail(name, 'a Uint8Array', describe(value));
  if (value.length === 0 || value.includes(0)) fail(name, 'bytes without a NUL', 'others');
}

function checkDigest(name: string, value: unknown, algorithm: string): void {
  const digits = 2 * digestSize(algorithm);
  if (typeof value !== 'string' || value.length !== digits || !/^[0-9a-f]*$/i.test(value)) {
    const found = typeof value === 'string' ? JSON.stringify(value) : describe(value);
    fail(name, `the ${digits} hexadecimal digits of ${algorithm}`, found);
  }
}

const signal: Rule = (name, value) => {
  if (!(value instanceof AbortSignal)) fail(name, 'an AbortSignal', describe(value));
};

const onProgress: Rule = (name, value) => {
  if (typeof value !== 'function') fail(name, 'a function', describe(value));
};

const symlinks = oneOf('inside', 'refuse');

const CHECK_RULES: Record<keyof CheckOptions, Rule> = {
  manifest: oneOrMore(checkPath),
  algorithm: checkAlgorithm,
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
  allowedAlgorithms: some(checkAlgorithm),
};

const CREATE_RULES: Record<keyof CreateOptions, Rule> = {
  manifest: checkPath,
  algorithm: checkAlgorithm,
  form: oneOf('gnu', 'bsd'),
  symlinks,
  onProgress,
  signal,
};

const PARSE_RULES: Record<keyof ParseOptions, Rule> = {
  algorithm: checkAlgorithm,
  name: checkPath,
};

const FORMAT_RULES: Record<keyof FormatOptions, Rule> = { form: oneOf('gnu', 'bsd') };

/** Checks each option that is given; `undefined` is an option that is not. */
function checkOptions(options: unknown, rules: Record<string, Rule>): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    fail('options', 'an object', describe(options));
  }
  for (const [name, value] of Object.entries(options)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (!rule) {
      const known = Object.keys(rules).join(', ');
      throw new TypeError(`options: found the unknown option ${name}, expected some of ${known}`);
    }
    if (value !== undefined) rule(`options.${name}`, value);
  }
}

function oneOf(...values: string[]): Rule {
  return (name, value) => {
    if (values.includes(value as string)) return;
    const found = typeof value === 'string' ? JSON.stringify(value) : describe(value);
    fail(name, `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`, found);
  };
}

function integer(least: number, most = Number.MAX_SAFE_INTEGER): Rule {
  return (name, value) => {
    if (Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most) {
      return;
    }
    const limit =
      most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    fail(name, `an integer ${limit}`, describe(value));
  };
}

function some(rule: Rule): Rule {
  return (name, value) => {
    if (!Array.isArray(value)) fail(name, 'an array', describe(value));
    if (value.length === 0) fail(name, 'at least one element', 'none');
    value.forEach((element, i) => rule(`${name}[${i}]`, element));
  };
}

/** As many lists as a verdict's `manifest` can tell apart. */
const MAX_LISTS = 65_535;

function oneOrMore(rule: Rule): Rule {
  const several = some(rule);
  return (name, value) => {
    if (!Array.isArray(value)) return rule(name, value);
    if (value.length > MAX_LISTS) fail(name, `at most ${MAX_LISTS} elements`, `${value.length}`);
    several(name, value);
  };
}

function fail(name: string, expected: string, found: string): never {
  throw new TypeError(`${name}: expected ${expected}, found ${found}`);
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
