import type { Report, Status } from './report';

/**
 * Why there is no answer, or a bad one. Match `error.code`; messages are for people.
 *
 * - `CHECK_FAILED`: files were checked and some are not as listed: see `failures` and `report`.
 * - `NO_DIRECTORY`: the directory cannot be opened.
 * - `NO_MANIFEST`: there is no checksum list, or it cannot be opened or read, or it changed while it
 *   was in use.
 * - `AMBIGUOUS_MANIFEST`: there are several lists, and no option says which to take.
 * - `BAD_MANIFEST`: the list as a whole is unusable: empty, in UTF-16, or with more than 100,000 lines
 * that are no entries.
 * - `ALGORITHM_REFUSED`: the list has digests that `allowedAlgorithms` has not.
 * - `LIMIT_EXCEEDED`: the list is beyond `maxEntries` or `maxManifestBytes`, or one call has more
 *   than some 512 MiB of paths.
 * - `CREATE_FAILED`: a list could not be made or written; what was there is untouched.
 * - `DIGEST_FAILED`: a file could not be read to its end.
 * - `UNSUPPORTED_PLATFORM`: there is no native library for this system or processor.
 * - `UNSUPPORTED_LIBC`: this Node runs on musl (Alpine), where a Go library cannot be loaded.
 * - `LIBRARY_MISSING`: the native library is in none of the places looked at.
 * - `LIBRARY_BROKEN`: the native library is there and cannot be loaded.
 * - `LIBRARY_STALE`: the native library is of another version of this package.
 * - `INTERNAL`: a defect of this library: please report it.
 */
export type ChecksigErrorCode =
  | 'CHECK_FAILED'
  | 'NO_DIRECTORY'
  | 'NO_MANIFEST'
  | 'AMBIGUOUS_MANIFEST'
  | 'BAD_MANIFEST'
  | 'ALGORITHM_REFUSED'
  | 'LIMIT_EXCEEDED'
  | 'CREATE_FAILED'
  | 'DIGEST_FAILED'
  | 'UNSUPPORTED_PLATFORM'
  | 'UNSUPPORTED_LIBC'
  | 'LIBRARY_MISSING'
  | 'LIBRARY_BROKEN'
  | 'LIBRARY_STALE'
  | 'INTERNAL';

/** What is wrong with a file or a line of the list: the status of its {@link Verdict}. */
export type FailureReason = Exclude<Status, 'ok'>;

/** One file, or one line of the list, that is not as it should be. */
export interface Failure {
  /** The name as the list gives it; for a malformed line the list's own name. */
  readonly path: string;
  readonly reason: FailureReason;
  /**
   * What the reason alone does not say: for `unreadable` the errno's name (`EACCES`), for
   * `not-regular` what it is (`fifo`), for `malformed` what was expected, for `conflict` the digest
   * that was listed before.
   */
  readonly detail?: string;
  /** The listed digest in lower-case hexadecimal digits; absent for a malformed line. */
  readonly expected?: string;
  /** The file's digest; present only for a mismatch. */
  readonly actual?: string;
  /** The line of the list, counted from 1. */
  readonly line?: number;
}

/** More than `code`: what the failure is about. */
export interface ChecksigErrorDetails {
  readonly failures?: readonly Failure[];
  readonly report?: Report;
  readonly path?: string;
  readonly cause?: unknown;
}

/** The one error class of this package, misuse aside, which is a `TypeError`. */
export class ChecksigError extends Error {
  override readonly name = 'ChecksigError';
  /** What happened, for programs. */
  readonly code: ChecksigErrorCode;
  /** With `CHECK_FAILED`: every failure, in the order of the list. Otherwise empty. */
  readonly failures: readonly Failure[];
  /** With `CHECK_FAILED`: the whole report. */
  declare readonly report?: Report;
  /** The directory, list or library that could not be used, where there is one. */
  declare readonly path?: string;

  constructor(code: ChecksigErrorCode, message: string, details: ChecksigErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.failures = details.failures ?? [];
    if (details.report !== undefined) this.report = details.report;
    if (details.path !== undefined) this.path = details.path;
  }
}
