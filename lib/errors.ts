/**
 * Why there is no answer, or a bad one. Match `error.code`; messages are for people.
 *
 * - `CHECK_FAILED`: files were checked and some are not as listed: see `failures`.
 * - `NO_DIRECTORY`: the directory cannot be opened.
 * - `NO_MANIFEST`: the checksum list cannot be opened or read.
 * - `BAD_MANIFEST`: the list as a whole is unusable: empty, too large, in UTF-16.
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
  | 'BAD_MANIFEST'
  | 'UNSUPPORTED_PLATFORM'
  | 'UNSUPPORTED_LIBC'
  | 'LIBRARY_MISSING'
  | 'LIBRARY_BROKEN'
  | 'LIBRARY_STALE'
  | 'INTERNAL';

/**
 * What is wrong with a file or a line of the list.
 *
 * - `mismatch`: the file was read to its end and has another digest.
 * - `missing`: there is no such file.
 * - `unreadable`: the system refused to open or to read it.
 * - `not-regular`: it is a directory, FIFO, socket or device; it was not read.
 * - `outside`: the name leads out of the directory (`..`, absolute, a symbolic link); it was not
 *   opened.
 * - `changed`: its size or time of modification moved while it was read.
 * - `malformed`: a line of the list that is no entry.
 */
export type FailureReason =
  'mismatch' | 'missing' | 'unreadable' | 'not-regular' | 'outside' | 'changed' | 'malformed';

/** One file, or one line of the list, that is not as it should be. */
export interface Failure {
  /** The name as the list gives it; for a malformed line the list's own name. */
  readonly path: string;
  readonly reason: FailureReason;
  /**
   * What the reason alone does not say: for `unreadable` the errno's name (`EACCES`), for
   * `not-regular` what it is (`fifo`), for `malformed` what was expected.
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
  /** The directory, list or library that could not be used, where there is one. */
  declare readonly path?: string;

  constructor(code: ChecksigErrorCode, message: string, details: ChecksigErrorDetails = {}) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.failures = details.failures ?? [];
    if (details.path !== undefined) this.path = details.path;
  }
}
