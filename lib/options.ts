import type { Progress, Status } from './report';

/** What all functions take. */
export interface SignalOptions {
  /** Ends the work when it is aborted; the promise rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** How to check. */
export interface CheckOptions extends SignalOptions {
  /**
   * The list, or several: each file is read once for all of them. A relative path must lie beneath
   * the directory, an absolute one may lie anywhere. Names in a list are relative to the directory,
   * wherever the list lies.
   *
   * @default the one file of the directory that has a usual name (`sha1sum.txt`, `SHA256SUMS`, …)
   */
  readonly manifest?: string | readonly string[];
  /**
   * The algorithm of lines that do not say theirs.
   *
   * @default found from the list's name, otherwise from the length of the digests
   */
  readonly algorithm?: string;
  /**
   * Files of the directory that no list names.
   *
   * @default 'ignore'
   */
  readonly extras?: 'ignore' | 'report' | 'fail';
  /**
   * Listed files that are not there. If all are missing the check fails even with `'ignore'`.
   *
   * @default 'fail'
   */
  readonly missing?: 'fail' | 'ignore';
  /**
   * Lines of a list that are no entries. They are never dropped: with `'report'` they are
   * remarks, and no failures.
   *
   * @default 'fail'
   */
  readonly malformed?: 'fail' | 'report';
  /**
   * Symbolic links: follow those that stay inside the directory, or none.
   *
   * @default 'inside'
   */
  readonly symlinks?: 'inside' | 'refuse';
  /**
   * How many files this check reads at once, each by itself. Without it, all checks of the process
   * together work on as many places as there are cores, each of which reads up to 16 files side by
   * side.
   *
   * @default shared
   */
  readonly concurrency?: number;
  /** Is told how far the check is, every 100 ms and at its end. */
  readonly onProgress?: (progress: Progress) => void;
  /**
   * The most failures, and the most remarks, that the report has.
   *
   * @default 10000; for `checkSignatures` no limit
   */
  readonly maxFailures?: number;
  /**
   * The most entries of all lists together; lines that are none count too.
   *
   * @default 10000000
   */
  readonly maxEntries?: number;
  /**
   * The largest list, in bytes; at most 4294967295.
   *
   * @default 268435456
   */
  readonly maxManifestBytes?: number;
  /**
   * The largest file, in bytes. A larger one is `unreadable` with the code `EFBIG`.
   *
   * @default no limit
   */
  readonly maxFileBytes?: number;
  /**
   * The algorithms that a list may have. A list with another is refused as a whole.
   *
   * @default all
   */
  readonly allowedAlgorithms?: readonly string[];
}

/** How to write a list. */
export interface CreateOptions extends SignalOptions {
  /**
   * The list's path, relative to the directory or absolute.
   *
   * @default the algorithm's usual name, such as 'sha256sum.txt', otherwise 'checksums.txt'
   */
  readonly manifest?: string;
  /** @default 'sha256' */
  readonly algorithm?: string;
  /**
   * The form of the lines: `digest  name`, or `ALGORITHM (name) = digest`.
   *
   * @default 'gnu' for an algorithm with a usual name, otherwise 'bsd', which says the algorithm
   */
  readonly form?: 'gnu' | 'bsd';
  /**
   * Symbolic links: list those to regular files inside the directory, or none.
   *
   * @default 'inside'
   */
  readonly symlinks?: 'inside' | 'refuse';
  /** Is told how far the work is, every 100 ms and at its end. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How to read a list. */
export interface ParseOptions {
  /**
   * The algorithm of lines that do not say theirs.
   *
   * @default found from `name`, otherwise from the length of the digests
   */
  readonly algorithm?: string;
  /**
   * The list's file name, which may say the algorithm and the form: `SHA256SUMS`, `x.sfv`.
   *
   * @default none
   */
  readonly name?: string;
}

/** How to write the text of a list. */
export interface FormatOptions {
  /**
   * The form of the lines: `digest  name`, or `ALGORITHM (name) = digest`.
   *
   * @default 'gnu'
   */
  readonly form?: 'gnu' | 'bsd';
}

/** Whether a verdict of this status makes a check fail. */
export function isFailure(status: Status, options: CheckOptions): boolean {
  switch (status) {
    case 'ok':
      return false;
    case 'missing':
      return options.missing !== 'ignore';
    case 'malformed':
      return options.malformed !== 'report';
    case 'extra':
      return options.extras === 'fail';
    default:
      return true;
  }
}

/** Whether a verdict of this status is reported and does not make a check fail. */
export function isRemark(status: Status, options: CheckOptions): boolean {
  switch (status) {
    case 'malformed':
      return options.malformed === 'report';
    case 'extra':
      return options.extras === 'report';
    default:
      return false;
  }
}
