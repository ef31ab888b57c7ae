/**
 * Reads what crosses from Go: batches (native/session/batch.go) and the events in them
 * (native/bridge/events.go), which describe the layout. Numbers are little-endian.
 */
import type { ChecksigErrorCode, FailureReason } from './errors';

/** What one job has in a batch. */
export interface Section {
  readonly job: number;
  /** Whether the last event is the job's last. */
  readonly ended: boolean;
  readonly events: Uint8Array;
}

/** A job's events are verdicts and, at last, one end. */
export type Event = VerdictEvent | EndEvent;

/** What was found out about one line of the list. */
export interface VerdictEvent {
  readonly kind: 'verdict';
  readonly status: 'ok' | FailureReason;
  /** Counted from 1. */
  readonly line: number;
  /** Bytes read. */
  readonly size: number;
  /** In lower-case hexadecimal digits; empty where there is none. */
  readonly expected: string;
  readonly actual: string;
  readonly path: string;
  /** The errno's name, the kind of file, what was expected of the line; empty where there is none. */
  readonly detail: string;
  /** The line of a message, as `verify` gives it; empty for `ok`. */
  readonly message: string;
}

/** How a job ended. With an error there is no answer, or not a whole one. */
export interface EndEvent {
  readonly kind: 'end';
  readonly counts: Readonly<Record<VerdictEvent['status'], number>>;
  readonly bytes: number;
  readonly error?: {
    readonly code: ChecksigErrorCode | 'CANCELLED';
    readonly message: string;
    readonly path?: string;
  };
}

/** In the order of engine.Status. */
const STATUSES: readonly VerdictEvent['status'][] = [
  'ok',
  'mismatch',
  'missing',
  'unreadable',
  'not-regular',
  'outside',
  'changed',
  'malformed',
];

const VERDICT = 1;
const END = 2;

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
export function* events(section: Section): Generator<Event> {
  const input = new Reader(section.events);
  while (!input.done) {
    const kind = input.uint8();
    if (kind === VERDICT) yield readVerdict(input);
    else if (kind === END) yield readEnd(input);
    else throw new RangeError(`event of kind ${kind}, expected ${VERDICT} or ${END}`);
  }
}

function readVerdict(input: Reader): VerdictEvent {
  const status = STATUSES[input.uint8()];
  if (status === undefined) throw new RangeError('verdict with an unknown status');
  return {
    kind: 'verdict',
    status,
    line: input.uint32(),
    size: input.float64(),
    expected: input.hex(input.uint8()),
    actual: input.hex(input.uint8()),
    path: input.utf8(input.uint32()),
    detail: input.utf8(input.uint32()),
    message: input.utf8(input.uint32()),
  };
}

function readEnd(input: Reader): EndEvent {
  const end = JSON.parse(input.utf8(input.uint32())) as Omit<EndEvent, 'kind'>;
  return { kind: 'end', ...end };
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

  hex(size: number): string {
    const at = this.#skip(size);
    return this.#bytes.toString('hex', at, at + size);
  }

  utf8(size: number): string {
    const at = this.#skip(size);
    return this.#bytes.toString('utf8', at, at + size);
  }
}
