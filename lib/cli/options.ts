/** The options of the commands: those of the API, and a few about what is printed. */
import type { CheckOptions, CreateOptions } from '../options';

/** How an option is spelt and told in a screen of help. */
export interface OptionSpec {
  /** The name of its value; none for a flag. */
  readonly value?: string;
  readonly short?: string;
  readonly help: string;
  readonly kind?: 'integer' | 'list' | 'repeatable';
  /** A flag that is spelt with `no-` and makes its option false. */
  readonly negated?: boolean;
}

/** Options of the API whose values are not those of a command line. */
type Internal = 'signal' | 'onProgress';

type Specs<Options> = Readonly<Record<Exclude<keyof Options, Internal>, OptionSpec>>;

/** What is printed. */
export interface PrintOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly progress?: boolean;
}

export const CHECK_SPECS: Specs<CheckOptions & PrintOptions> = {
  manifest: { value: 'LIST', help: 'the list; repeat it for several', kind: 'repeatable' },
  algorithm: { value: 'NAME', help: 'of lines that do not say theirs' },
  allowedAlgorithms: { value: 'A,B', help: 'refuse a list that has others', kind: 'list' },
  extras: { value: 'ignore|report|fail', help: 'files that no list names (ignore)' },
  missing: { value: 'fail|ignore', help: 'listed files that are not there (fail)' },
  malformed: { value: 'fail|report', help: 'lines that are no entries (fail)' },
  symlinks: { value: 'inside|refuse', help: 'links to follow: inside DIR, none (inside)' },
  concurrency: { value: 'N', help: 'files to read at once (up to 16 a core)', kind: 'integer' },
  maxFailures: { value: 'N', help: 'failures to print (100 of a kind)', kind: 'integer' },
  maxEntries: { value: 'N', help: 'refuse longer lists', kind: 'integer' },
  maxManifestBytes: { value: 'N', help: 'refuse larger lists', kind: 'integer' },
  maxFileBytes: { value: 'N', help: 'larger files are failures', kind: 'integer' },
  json: { help: 'a verdict a line, the report as the last' },
  quiet: { short: 'q', help: 'failures only' },
  progress: { help: 'no progress bar on a terminal', negated: true },
};

export const CREATE_SPECS: Specs<CreateOptions & PrintOptions> = {
  manifest: { value: 'LIST', help: 'what to write (sha256sum.txt)' },
  algorithm: { value: 'NAME', help: 'sha1, sha512, blake2b, blake3, … (sha256)' },
  form: { value: 'gnu|bsd', help: 'of the lines (gnu, where it has one)' },
  symlinks: { value: 'inside|refuse', help: 'links to list: inside DIR, none (inside)' },
  json: { help: 'the report' },
  quiet: { short: 'q', help: 'only what was left out' },
  progress: { help: 'no progress bar on a terminal', negated: true },
};
