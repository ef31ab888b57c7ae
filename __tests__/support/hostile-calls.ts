/** What each public function takes, and every place in it where a caller may put something else. */
import { rmSync } from 'node:fs';
import type { CreateReport, Verdict } from '../../lib';
import * as answers from './hostile-answers';
import { BYTES } from './hostile-bytes';
import { SIGNALS } from './hostile-signals';

export type Checksig = typeof import('../../lib');

/** What an argument, or a part of one, should be. */
export interface Kind {
  /** Makes one that is good, anew for each call. */
  readonly valid: () => unknown;
  /** What only looks like it: each is tried in any case. */
  readonly like?: Readonly<Record<string, () => unknown>>;
  /** Whether it is the path of something. */
  readonly isPath?: boolean;
  /** Of an object: its properties. */
  readonly fields?: Readonly<Record<string, Kind>>;
  /** Of an object: the properties that it must have. */
  readonly required?: readonly string[];
  /** Of an array. */
  readonly element?: Kind;
}

/** A property, and what makes the others that the object must have; or an element. */
type Part =
  | { readonly of: 'object'; readonly name: string; beside(this: void): object }
  | { readonly of: 'array' };

/** Where a value goes. */
export interface Place {
  /** Such as `check options.manifest[]`. */
  readonly name: string;
  readonly kind: Kind;
  /** Of what it is a part, if of anything. */
  readonly part?: Part;
  /** Calls the function with the value, or with that of which it is a part. */
  call(this: void, value: unknown): unknown;
  /** Throws if what came of the call is no answer. */
  answer(this: void, value: unknown): void;
}

const is = (value: unknown): Kind => ({ valid: () => value });
const path = (value: string): Kind => ({ ...is(value), isPath: true });
const arrayOf = (element: Kind): Kind => ({ valid: () => [element.valid()], element });
const options = (fields: Kind['fields']): Kind => ({
  valid: () => ({}),
  fields: { ...fields, nonsense: is(undefined) },
});

const digest = '0'.repeat(40);
const listText = `${digest}  a\n`;
const sha1 = is('sha1');
const callback = is(() => undefined);
const signal: Kind = { valid: () => new AbortController().signal, like: SIGNALS };

const CHECK = options({
  manifest: { ...arrayOf(path('sha1sum.txt')), isPath: true },
  algorithm: sha1,
  extras: is('fail'),
  missing: is('ignore'),
  malformed: is('report'),
  symlinks: is('refuse'),
  concurrency: is(2),
  onProgress: callback,
  signal,
  maxFailures: is(3),
  maxEntries: is(100),
  maxManifestBytes: is(10_000),
  maxFileBytes: is(10_000),
  allowedAlgorithms: arrayOf(sha1),
});
const CREATE = options({
  manifest: path('list'),
  algorithm: sha1,
  form: is('bsd'),
  symlinks: is('refuse'),
  onProgress: callback,
  signal,
});
const ENTRY: Kind = {
  valid: () => ({ path: 'a', algorithm: 'sha1', digest }),
  fields: {
    path: path('a'),
    pathBytes: { valid: () => Buffer.from('a'), like: BYTES },
    algorithm: sha1,
    digest: is(digest),
  },
  required: ['path', 'algorithm', 'digest'],
};
const file = path('logs/a');

/** The functions: what they take, by name, and what they give. */
const FUNCTIONS: Record<string, [Record<string, Kind>, Place['answer']]> = {
  check: [{ dir: path('logs'), options: CHECK }, answers.report],
  checkEach: [{ dir: path('logs'), options: CHECK }, answers.verdictsAndReport],
  checkSignatures: [{ rootDir: path('logs'), options: CHECK }, answers.nothing],
  verify: [{ rootDir: path('logs') }, answers.message],
  createManifest: [{ dir: path('made'), options: CREATE }, answers.creation],
  digestFile: [{ path: file, algorithm: sha1, options: options({ signal }) }, answers.digest],
  digestFiles: [
    { paths: arrayOf(file), algorithm: sha1, options: options({ signal }) },
    answers.digests,
  ],
  parseManifest: [
    {
      list: { ...is(listText), like: BYTES },
      options: options({ algorithm: sha1, name: path('SHA1SUMS') }),
    },
    answers.list,
  ],
  formatManifest: [
    { entries: arrayOf(ENTRY), options: options({ form: is('bsd') }) },
    answers.buffer,
  ],
};

export const functionNames = Object.keys(FUNCTIONS);

/**
 * All places of a function. In the working directory `logs` has a list and its files, `made` some
 * files; the list that is written into it goes at once.
 */
export function placesOf(checksig: Checksig, name: string): Place[] {
  const [parameters, answer] = FUNCTIONS[name] as (typeof FUNCTIONS)[string];
  const call = calling(checksig, name);
  const places: Place[] = [];

  /** The places within a value, `put` being how it comes into a call. */
  function within(of: string, kind: Kind, put: (value: unknown) => unknown): void {
    for (const [name, field] of Object.entries(kind.fields ?? {})) {
      const place = `${of}.${name}`;
      const beside = () => required(kind, name);
      const part: Part = { of: 'object', name, beside };
      places.push({ name: place, kind: field, part, call: put, answer });
      within(place, field, (value) => put({ ...beside(), [name]: value }));
    }
    if (kind.element) {
      const place = `${of}[]`;
      places.push({ name: place, kind: kind.element, part: { of: 'array' }, call: put, answer });
      within(place, kind.element, (value) => put([value]));
    }
  }

  const before: Kind[] = [];
  for (const [parameter, kind] of Object.entries(parameters)) {
    const good = [...before];
    const put = (value: unknown) => call(...good.map(({ valid }) => valid()), value);
    const place = `${name} ${parameter}`;
    places.push({ name: place, kind, call: put, answer });
    within(place, kind, put);
    before.push(kind);
  }
  return places;
}

/** What an object must have, beside a property. */
export function required({ fields = {}, required = [] }: Kind, name?: string): object {
  const names = required.filter((other) => other !== name);
  return Object.fromEntries(names.map((name) => [name, fields[name]?.valid()]));
}

function calling(checksig: Checksig, name: string): (...args: unknown[]) => unknown {
  const call = checksig[name as 'check'] as (...args: unknown[]) => unknown;
  switch (name) {
    case 'checkEach':
      return async (...args) => {
        const each = call(...args) as ReturnType<Checksig['checkEach']>;
        const verdicts: Verdict[] = [];
        for await (const verdict of each) verdicts.push(verdict);
        return { verdicts, report: each.report };
      };
    case 'createManifest':
      return async (...args) => {
        const report = (await call(...args)) as CreateReport;
        rmSync(report.manifest);
        return report;
      };
    default:
      return call;
  }
}
