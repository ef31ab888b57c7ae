/**
 * Reads what crosses from Go: batches (native/session/batch.go) and the events in them
 * (native/bridge/events.go), which describe the layout. Numbers are little-endian.
 */
import { ByteReader } from './bytes';
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

/** The sections of a batch; their events are views of it. */
export function* sections(batch: Uint8Array): Generator<Section> {
  const input = new ByteReader(batch);
  while (!input.done) {
    const job = input.uint32();
    const ended = input.uint32() === 1;
    yield { job, ended, events: input.bytes(input.uint32()) };
  }
}

/** The events of a section, one after the other. */
export class EventReader {
  readonly #input: ByteReader;

  constructor(events: Uint8Array) {
    this.#input = new ByteReader(events);
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

function readEvent(input: ByteReader): Event {
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
function readOk(input: ByteReader): OkVerdict {
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

function readVerdict(input: ByteReader): VerdictEvent {
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

function readEntry(input: ByteReader): EntryEvent {
  return {
    kind: 'entry',
    line: input.uint32(),
    algorithm: input.ascii(input.uint8()),
    digest: input.hex(input.uint8()),
    ...input.path(),
  };
}

function readProgress(input: ByteReader): ProgressEvent {
  const [files, filesTotal] = [input.float64(), input.float64()];
  const [bytes, bytesTotal] = [input.float64(), input.float64()];
  return {
    kind: 'progress',
    progress: { files, filesTotal, bytes, bytesTotal, path: input.text() },
  };
}

function readDigest(input: ByteReader): DigestEvent {
  return {
    kind: 'digest',
    status: readStatus(input),
    index: input.uint32(),
    size: input.float64(),
    actual: input.hex(input.uint8()),
    detail: input.text(),
  };
}

function readEnd(input: ByteReader): EndEvent {
  const code = input.ascii(input.uint8());
  const [message, path] = [input.text(), input.text()];
  const error = code && {
    code: code as ChecksigErrorCode,
    message,
    ...(path && { path }),
  };
  return { kind: 'end', ...(error && { error }), ...readSummary(input) };
}

function readSummary(input: ByteReader): Pick<EndEvent, 'checked' | 'created'> {
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

function readChecked(input: ByteReader): CheckSummary {
  const counts = input.list(input.uint8(), () => input.float64());
  const [bytes, seconds] = [input.float64(), input.float64()];
  const manifests = input.list(input.uint32(), () => ({
    path: input.text(),
    entries: input.uint32(),
    algorithms: input.list(input.uint32(), () => input.ascii(input.uint8())),
  }));
  return { counts, bytes, seconds, manifests };
}

function readStatus(input: ByteReader): Status {
  const status = STATUSES[input.uint8()];
  if (status === undefined) throw new RangeError('event of an unknown status');
  return status;
}
