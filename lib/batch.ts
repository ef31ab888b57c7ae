/**
 * Reads what crosses from Go: batches (native/session/batch.go) and the events in them
 * (native/bridge/events.go), which describe the layout. Numbers are little-endian.
 */
import { isUtf8 } from 'node:buffer';

import type { ChecksigErrorCode } from './errors';
import type { ManifestSummary, OkVerdict, Progress, Status } from './report';

/** What one job has in a batch. */
export interface Section {
  readonly job: number;
  /** Whether the last event is the job's last. */
  readonly ended: boolean;
  readonly events: Uint8Array;
}

/** A job's events; the last is its end, and the only one. */
export type Event =
  | OkEvent
  | VerdictEvent
  | DigestEvent
  | ProgressEvent
  | EntryEvent
  | MalformedEvent
  | TextEvent
  | EndEvent;

/** A file that is as it is listed. */
export interface OkEvent {
  readonly kind: 'ok';
  readonly verdict: OkVerdict;
}

/** What else was found out about a line of a list, or a file. Empty and 0 stand for none. */
export interface VerdictEvent {
  readonly kind: 'verdict';
  readonly status: Status;
  /** Index of the list. */
  readonly manifest: number;
  readonly line: number;
  readonly size: number;
  readonly algorithm: string;
  readonly expected: string;
  readonly actual: string;
  readonly path: string;
  /** The path's bytes, present only if they are not UTF-8. */
  readonly pathBytes?: Uint8Array;
  readonly detail: string;
  readonly text: string;
  readonly message: string;
}

/** What came of one source of a {@link DigestRequest}. */
export interface DigestEvent {
  readonly kind: 'digest';
  readonly status: Status;
  readonly index: number;
  readonly size: number;
  readonly actual: string;
  readonly detail: string;
}

export interface ProgressEvent {
  readonly kind: 'progress';
  readonly progress: Progress;
}

/** An entry of a list that is only read. */
export interface EntryEvent {
  readonly kind: 'entry';
  readonly line: number;
  readonly algorithm: string;
  readonly digest: string;
  readonly path: string;
  readonly pathBytes?: Uint8Array;
}

/** A line of such a list that is no entry. */
export interface MalformedEvent {
  readonly kind: 'malformed';
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

/** The text of a list. */
export interface TextEvent {
  readonly kind: 'text';
  readonly text: Uint8Array;
}

/** How a job ended. With an error there is no answer, or not a whole one. */
export interface EndEvent {
  readonly kind: 'end';
  readonly error?: {
    readonly code: ChecksigErrorCode | 'CANCELLED';
    readonly message: string;
    readonly path?: string;
  };
  /** Of a check that began. */
  readonly checked?: CheckSummary;
  /** Of a creation that began. */
  readonly created?: CreateSummary;
}

/** What a check tells at its end. */
export interface CheckSummary {
  /** In the order of {@link STATUSES}. */
  readonly counts: readonly number[];
  readonly bytes: number;
  readonly seconds: number;
  readonly manifests: readonly ManifestSummary[];
}

/** What a creation tells at its end. */
export interface CreateSummary {
  /** The list's. */
  readonly path: string;
  readonly entries: number;
  readonly bytes: number;
}

/** In the order of engine.Status. */
export const STATUSES: readonly Status[] = [
  'ok',
  'mismatch',
  'missing',
  'unreadable',
  'not-regular',
  'outside',
  'changed',
  'conflict',
  'malformed',
  'extra',
];

/** The kinds of summaries. */
const NO_SUMMARY = 0;
const CHECKED = 1;
const CREATED = 2;

const VERDICT = 1;
const END = 2;
const PROGRESS = 3;
const DIGEST = 4;
const ENTRY = 5;
const MALFORMED = 6;
const TEXT = 7;
const OK = 8;

/** The size of an OK event's numbers, behind its kind. */
const OK_HEAD = 21;

/**
 * How many bytes {@link Reader.ahead} makes text of at once: some 40 verdicts. One that is kept
 * keeps that text.
 */
const AHEAD = 4096;

/** The sections of a batch; their events are views of it. */
export function* sections(batch: Uint8Array): Generator<Section> {
  const input = new Reader(batch);
  while (!input.done) {
    const job = input.uint32();
    const ended = input.uint32() === 1;
    yield { job, ended, events: input.bytes(input.uint32()) };
  }
}

/** The events of a section, one after the other. */
export class EventReader {
  readonly #input: Reader;

  constructor(events: Uint8Array) {
    this.#input = new Reader(events);
  }

  /** The verdict of the next event, if that is one of the kind `ok`. */
  takeOk(): OkVerdict | undefined {
    return this.#input.take(OK) ? readOk(this.#input) : undefined;
  }

  /** The next event; nothing after the last. */
  next(): Event | undefined {
    return this.#input.done ? undefined : readEvent(this.#input);
  }

  *[Symbol.iterator](): Generator<Event> {
    for (let event; (event = this.next());) yield event;
  }
}

function readEvent(input: Reader): Event {
  const kind = input.uint8();
  switch (kind) {
    case OK:
      return { kind: 'ok', verdict: readOk(input) };
    case VERDICT:
      return readVerdict(input);
    case END:
      return readEnd(input);
    case PROGRESS:
      return readProgress(input);
    case DIGEST:
      return readDigest(input);
    case ENTRY:
      return readEntry(input);
    case MALFORMED:
      return {
        kind: 'malformed',
        line: input.uint32(),
        text: input.text(),
        reason: input.text(),
      };
    case TEXT:
      return { kind: 'text', text: Uint8Array.from(input.bytes(input.uint32())) };
    default:
      throw new RangeError(`event of the unknown kind ${kind}`);
  }
}

/** There may be millions, so its numbers and its texts are each read with one look. */
function readOk(input: Reader): OkVerdict {
  const at = input.skip(OK_HEAD);
  const { view } = input;
  const isAscii = view.getUint8(at) === 1;
  const nameSize = view.getUint8(at + 1);
  const digits = view.getUint8(at + 2);
  const manifest = view.getUint16(at + 3, true);
  const line = view.getUint32(at + 5, true);
  const size = view.getFloat64(at + 9, true);
  const pathSize = view.getUint32(at + 17, true);
  const text = (size: number) => (isAscii ? input.ahead(size) : input.utf8(size));
  const algorithm = text(nameSize);
  const expected = text(digits);
  const path = text(pathSize);
  const verdict = { status: 'ok' as const, path, size, manifest, line, algorithm, expected };
  const pathBytes = isAscii ? undefined : input.unspelled(path, pathSize);
  return pathBytes ? { ...verdict, pathBytes } : verdict;
}

function readVerdict(input: Reader): VerdictEvent {
  const status = readStatus(input);
  const manifest = input.uint16();
  const line = input.uint32();
  const size = input.float64();
  const algorithm = input.ascii(input.uint8());
  const expected = input.hex(input.uint8());
  const actual = input.hex(input.uint8());
  return {
    kind: 'verdict',
    status,
    manifest,
    line,
    size,
    algorithm,
    expected,
    actual,
    ...input.path(),
    detail: input.text(),
    text: input.text(),
    message: input.text(),
  };
}

function readEntry(input: Reader): EntryEvent {
  return {
    kind: 'entry',
    line: input.uint32(),
    algorithm: input.ascii(input.uint8()),
    digest: input.hex(input.uint8()),
    ...input.path(),
  };
}

function readProgress(input: Reader): ProgressEvent {
  const [files, filesTotal] = [input.float64(), input.float64()];
  const [bytes, bytesTotal] = [input.float64(), input.float64()];
  return {
    kind: 'progress',
    progress: { files, filesTotal, bytes, bytesTotal, path: input.text() },
  };
}

function readDigest(input: Reader): DigestEvent {
  return {
    kind: 'digest',
    status: readStatus(input),
    index: input.uint32(),
    size: input.float64(),
    actual: input.hex(input.uint8()),
    detail: input.text(),
  };
}

function readEnd(input: Reader): EndEvent {
  const code = input.ascii(input.uint8());
  const [message, path] = [input.text(), input.text()];
  const error = code && {
    code: code as ChecksigErrorCode,
    message,
    ...(path && { path }),
  };
  return { kind: 'end', ...(error && { error }), ...readSummary(input) };
}

function readSummary(input: Reader): Pick<EndEvent, 'checked' | 'created'> {
  const kind = input.uint8();
  switch (kind) {
    case NO_SUMMARY:
      return {};
    case CHECKED:
      return { checked: readChecked(input) };
    case CREATED:
      return { created: { path: input.text(), entries: input.uint32(), bytes: input.float64() } };
    default:
      throw new RangeError(`summary of the unknown kind ${kind}`);
  }
}

function readChecked(input: Reader): CheckSummary {
  const counts = input.list(input.uint8(), () => input.float64());
  const [bytes, seconds] = [input.float64(), input.float64()];
  const manifests = input.list(input.uint32(), () => ({
    path: input.text(),
    entries: input.uint32(),
    algorithms: input.list(input.uint32(), () => input.ascii(input.uint8())),
  }));
  return { counts, bytes, seconds, manifests };
}

function readStatus(input: Reader): Status {
  const status = STATUSES[input.uint8()];
  if (status === undefined) throw new RangeError('event of an unknown status');
  return status;
}

class Reader {
  readonly #bytes: Buffer;
  readonly view: DataView;
  #at = 0;
  /** What {@link ahead} has read, and from where to where. */
  #text = '';
  #textStart = 0;
  #textEnd = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Moves over the next byte if it is `kind`, and reports whether it is. */
  take(kind: number): boolean {
    if (this.done || this.view.getUint8(this.#at) !== kind) return false;
    this.#at += 1;
    return true;
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Moves over `size` bytes and returns where they begin. */
  skip(size: number): number {
    const at = this.#at;
    if (at + size > this.#bytes.length) throw new RangeError('batch is cut short');
    this.#at = at + size;
    return at;
  }

  uint8(): number {
    return this.view.getUint8(this.skip(1));
  }

  uint16(): number {
    return this.view.getUint16(this.skip(2), true);
  }

  uint32(): number {
    return this.view.getUint32(this.skip(4), true);
  }

  float64(): number {
    return this.view.getFloat64(this.skip(8), true);
  }

  bytes(size: number): Uint8Array {
    const at = this.skip(size);
    return this.#bytes.subarray(at, at + size);
  }

  /** Text of which all is ASCII. It is a part of a longer one, for which other bytes do not matter. */
  ahead(size: number): string {
    const at = this.skip(size);
    if (at + size > this.#textEnd) {
      this.#textStart = at;
      this.#textEnd = Math.min(at + Math.max(size, AHEAD), this.#bytes.length);
      this.#text = this.#bytes.toString('latin1', at, this.#textEnd);
    }
    return this.#text.slice(at - this.#textStart, at + size - this.#textStart);
  }

  ascii(size: number): string {
    const at = this.skip(size);
    return this.#bytes.toString('latin1', at, at + size);
  }

  hex(size: number): string {
    const at = this.skip(size);
    return size === 0 ? '' : this.#bytes.toString('hex', at, at + size);
  }

  /** UTF-8; bytes that are none become U+FFFD. */
  utf8(size: number): string {
    const at = this.skip(size);
    return size === 0 ? '' : this.#bytes.toString('utf8', at, at + size);
  }

  /** So many values, each read by `read`. */
  list<T>(count: number, read: () => T): T[] {
    const values: T[] = [];
    while (values.length < count) values.push(read());
    return values;
  }

  /** UTF-8 with its size in front. */
  text(): string {
    return this.utf8(this.uint32());
  }

  /** A path with its size in front; with its bytes if they are not UTF-8. */
  path(): { path: string; pathBytes?: Uint8Array } {
    const size = this.uint32();
    const path = this.utf8(size);
    const pathBytes = this.unspelled(path, size);
    return pathBytes ? { path, pathBytes } : { path };
  }

  /** The `size` bytes that were read last as this text, if they are not UTF-8. */
  unspelled(text: string, size: number): Uint8Array | undefined {
    // Only what is not UTF-8, or says so itself, has the replacement character.
    if (!text.includes('\ufffd')) return undefined;
    const bytes = this.#bytes.subarray(this.#at - size, this.#at);
    return isUtf8(bytes) ? undefined : Uint8Array.from(bytes);
  }
}
