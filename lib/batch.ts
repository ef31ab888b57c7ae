/**
 * Reads what crosses from Go: batches (native/session/batch.go) and the events in them
 * (native/bridge/events.go), which describe the layout. Numbers are little-endian.
 */
import { isUtf8 } from 'node:buffer';

import type { ChecksigErrorCode } from './errors';
import type { Progress, Status } from './report';

/** What one job has in a batch. */
export interface Section {
  readonly job: number;
  /** Whether the last event is the job's last. */
  readonly ended: boolean;
  readonly events: Uint8Array;
}

/** A job's events; the last is its end, and the only one. */
export type Event =
  VerdictEvent | DigestEvent | ProgressEvent | EntryEvent | MalformedEvent | TextEvent | EndEvent;

/** What was found out about one line of a list, or one file. Empty and 0 stand for none. */
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
  /** The operation's; `null` where it did not begin. */
  readonly summary: unknown;
  readonly error?: {
    readonly code: ChecksigErrorCode | 'CANCELLED';
    readonly message: string;
    readonly path?: string;
  };
}

/** In the order of engine.Status. */
const STATUSES: readonly Status[] = [
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

const VERDICT = 1;
const END = 2;
const PROGRESS = 3;
const DIGEST = 4;
const ENTRY = 5;
const MALFORMED = 6;
const TEXT = 7;

/** The sections of a batch; their events are views of it. */
export function* sections(batch: Uint8Array): Generator<Section> {
  const input = new Reader(batch);
  while (!input.done) {
    const job = input.uint32();
    const ended = input.uint32() === 1;
    yield { job, ended, events: input.bytes(input.uint32()) };
  }
}

/** The events of a section. */
export function* readEvents(events: Uint8Array): Generator<Event> {
  const input = new Reader(events);
  while (!input.done) {
    const kind = input.uint8();
    switch (kind) {
      case VERDICT:
        yield readVerdict(input);
        break;
      case END:
        yield { kind: 'end', ...(JSON.parse(input.text()) as Omit<EndEvent, 'kind'>) };
        break;
      case PROGRESS:
        yield readProgress(input);
        break;
      case DIGEST:
        yield readDigest(input);
        break;
      case ENTRY:
        yield readEntry(input);
        break;
      case MALFORMED:
        yield {
          kind: 'malformed',
          line: input.uint32(),
          text: input.text(),
          reason: input.text(),
        };
        break;
      case TEXT:
        yield { kind: 'text', text: Uint8Array.from(input.bytes(input.uint32())) };
        break;
      default:
        throw new RangeError(`event of the unknown kind ${kind}`);
    }
  }
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

function readStatus(input: Reader): Status {
  const status = STATUSES[input.uint8()];
  if (status === undefined) throw new RangeError('event of an unknown status');
  return status;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Moves over `size` bytes and returns where they begin. */
  #skip(size: number): number {
    const at = this.#at;
    if (at + size > this.#bytes.length) throw new RangeError('batch is cut short');
    this.#at = at + size;
    return at;
  }

  uint8(): number {
    return this.#bytes.readUInt8(this.#skip(1));
  }

  uint16(): number {
    return this.#bytes.readUInt16LE(this.#skip(2));
  }

  uint32(): number {
    return this.#bytes.readUInt32LE(this.#skip(4));
  }

  float64(): number {
    return this.#bytes.readDoubleLE(this.#skip(8));
  }

  bytes(size: number): Uint8Array {
    const at = this.#skip(size);
    return this.#bytes.subarray(at, at + size);
  }

  ascii(size: number): string {
    const at = this.#skip(size);
    return this.#bytes.toString('latin1', at, at + size);
  }

  hex(size: number): string {
    const at = this.#skip(size);
    return size === 0 ? '' : this.#bytes.toString('hex', at, at + size);
  }

  /** A path with its size in front; with its bytes if they are not UTF-8. */
  path(): { path: string; pathBytes?: Uint8Array } {
    const start = this.#at;
    const path = this.text();
    // Only what is not UTF-8, or says so itself, has the replacement character.
    if (!path.includes('\ufffd')) return { path };
    const bytes = this.#bytes.subarray(start + 4, this.#at);
    return isUtf8(bytes) ? { path } : { path, pathBytes: Uint8Array.from(bytes) };
  }

  /** UTF-8 with its size in front; bytes that are none become U+FFFD. */
  text(): string {
    const size = this.uint32();
    const at = this.#skip(size);
    return size === 0 ? '' : this.#bytes.toString('utf8', at, at + size);
  }
}
