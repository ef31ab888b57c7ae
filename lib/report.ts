/** What every verdict has. */
interface Found {
  /** The name as the list gives it; of a `malformed` line the list's own. */
  readonly path: string;
  /** The name's bytes, present only if they are not UTF-8 and `path` so cannot spell them. */
  readonly pathBytes?: Uint8Array;
  /** Bytes read. */
  readonly size: number;
}

/** A verdict on an entry of a list. */
export interface Listed extends Found {
  /** Index of the list in {@link Report.manifests}. */
  readonly manifest: number;
  /** The line of the list, counted from 1. */
  readonly line: number;
  readonly algorithm: string;
  /** The listed digest in lower-case hexadecimal digits. */
  readonly expected: string;
}

/** What a verdict other than `ok` has: a line for people, such as `"/tmp/logs/a" - mismatch`. */
interface Told {
  readonly message: string;
}

/** The file was read to its end and has the listed digest. */
export interface OkVerdict extends Listed {
  readonly status: 'ok';
}

/** The file was read to its end and has another digest. */
export interface MismatchVerdict extends Listed, Told {
  readonly status: 'mismatch';
  /** The file's digest. */
  readonly actual: string;
}

/** There is no such file. */
export interface MissingVerdict extends Listed, Told {
  readonly status: 'missing';
}

/** The system refused to open or to read the file, or, without a line, a directory. */
export interface UnreadableVerdict extends Found, Partial<Omit<Listed, keyof Found>>, Told {
  readonly status: 'unreadable';
  /** The errno's name: `EACCES`, `EIO`, `ELOOP`; `EFBIG` for a file beyond `maxFileBytes`. */
  readonly code: string;
}

/** The name is not that of a regular file; nothing was read. */
export interface NotRegularVerdict extends Listed, Told {
  readonly status: 'not-regular';
  readonly kind: 'directory' | 'fifo' | 'socket' | 'device' | 'link';
}

/** The name leads out of the directory: by `..`, absolute, or through a link. Nothing was opened. */
export interface OutsideVerdict extends Listed, Told {
  readonly status: 'outside';
}

/** The file's size or time of modification moved while it was read. */
export interface ChangedVerdict extends Listed, Told {
  readonly status: 'changed';
}

/** The file was listed before, with another digest of the same algorithm. */
export interface ConflictVerdict extends Listed, Told {
  readonly status: 'conflict';
  /** The digest that was listed before. */
  readonly previous: string;
}

/** The line is no entry. */
export interface MalformedVerdict extends Found, Told {
  readonly status: 'malformed';
  readonly manifest: number;
  readonly line: number;
  /** The line, of which at most 1,024 bytes. */
  readonly text: string;
  /** What was found and what was expected. */
  readonly reason: string;
}

/** The file is in the directory, and in no list. */
export interface ExtraVerdict extends Found, Told {
  readonly status: 'extra';
}

/** What was found out about one line of a list, or about one file that is in none. */
export type Verdict =
  | OkVerdict
  | MismatchVerdict
  | MissingVerdict
  | UnreadableVerdict
  | NotRegularVerdict
  | OutsideVerdict
  | ChangedVerdict
  | ConflictVerdict
  | MalformedVerdict
  | ExtraVerdict;

/** A verdict other than `ok`. */
export type FailedVerdict = Exclude<Verdict, OkVerdict>;

export type Status = Verdict['status'];

/** How far a check is. */
export interface Progress {
  readonly files: number;
  readonly filesTotal: number;
  readonly bytes: number;
  /** As of the check's beginning. */
  readonly bytesTotal: number;
  /** A file that is being read; empty before the first. */
  readonly path: string;
}

/** What came of a check. */
export interface Report {
  /**
   * Whether all is well: no verdict is a failure, and at least one file was verified. Which
   * verdicts are failures is said by the options.
   */
  readonly ok: boolean;
  /** The number of verdicts by status. */
  readonly counts: Readonly<Record<Status, number>>;
  /** Bytes read; a file that several lists name counts once. */
  readonly bytes: number;
  readonly seconds: number;
  /**
   * The verdicts that are failures, in the order of the lists, extra files at last; at most
   * `maxFailures`. `checkEach` leaves it empty: its reader has seen them.
   */
  readonly failures: readonly FailedVerdict[];
  /** How many failures there were beyond `maxFailures`. */
  readonly failuresOmitted: number;
  /** Verdicts that the options ask to report and not to fail for, ordered and capped likewise. */
  readonly remarks: readonly FailedVerdict[];
  /** The path of the list, the first if there are several; empty if none was read. */
  readonly manifest: string;
  /** The algorithm of that list's digests; of a mixed list those of all, with commas. */
  readonly algorithm: string;
  /** All lists, in the order of the option. */
  readonly manifests: readonly ManifestSummary[];
}

export interface ManifestSummary {
  readonly path: string;
  readonly entries: number;
  readonly algorithms: readonly string[];
}
