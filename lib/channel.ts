import { EventReader, type EndEvent, type Event } from './batch';
import { ChecksigError } from './errors';
import type { OkVerdict } from './report';
import type { Request } from './requests';
import { startJob, type Job } from './session';
import { onAbort } from './signal';

/** How many bytes of events may wait for their reader before the job has to. */
const BUFFER_BYTES = 256 * 1024;

/**
 * How long an aborted job may take to end, and its reader to take what was done until then. The
 * former takes one buffer's reading, unless the system does not answer a read.
 */
const ABORT_MS = 40;

/** What a job has to tell before its end. */
export type JobEvent = Exclude<Event, EndEvent>;

/** An event, or at last the end. */
export type Step = IteratorResult<JobEvent, EndEvent>;

interface Reader {
  resolve(step: Step): void;
  reject(error: unknown): void;
  /** Is not collected as garbage while it waits. */
  readonly owner: object | undefined;
}

/**
 * The events of one job, for one reader. The job begins with the first call of {@link next}, waits
 * while its events are not read, and stops when it is cancelled or the signal is aborted.
 */
export class JobChannel {
  readonly #request: Request;
  readonly #signal: AbortSignal | undefined;
  #unlisten: (() => void) | undefined;
  /** `null` before the beginning and after the end. */
  #job: Job | null = null;
  #begun = false;
  #paused = false;
  #aborted = false;

  /** Events that were not read, in the form in which they came. */
  readonly #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #current: EventReader | undefined;

  /** Calls of {@link next} that wait, the first first. */
  readonly #readers: Reader[] = [];
  #end: EndEvent | undefined;
  #error: { readonly reason: unknown } | undefined;

  constructor(request: Request, signal: AbortSignal | undefined) {
    this.#request = request;
    this.#signal = signal;
  }

  /** How the job ended; after an abort too. */
  get end(): EndEvent | undefined {
    return this.#end;
  }

  /**
   * The next verdict, if it is there, says OK and nobody waits for it: sooner than by {@link next},
   * since there may be millions.
   */
  takeOk(): OkVerdict | undefined {
    return this.#readers.length > 0 || this.#error ? undefined : this.#current?.takeOk();
  }

  /** The next event, or at last the end. Until then the owner is not collected as garbage. */
  next(owner?: object): Promise<Step> {
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject, owner });
      if (!this.#begun) this.#begin();
      this.#serve();
    });
  }

  /** Stops the job if it is not over: nobody waits for its end, and calls of {@link next} reject. */
  cancel(): void {
    if (this.#end) return;
    this.#begun = true;
    this.#job?.cancel();
    this.#fail(new ChecksigError('INTERNAL', 'the job was cancelled'));
  }

  #begin(): void {
    this.#begun = true;
    if (this.#signal?.aborted) return this.#fail(this.#signal.reason);
    try {
      this.#job = startJob(this.#request, {
        onEvents: (events, ended) => this.#receive(events, ended),
        onLost: (error) => this.#fail(error),
      });
    } catch (error) {
      return this.#fail(error);
    }
    if (this.#signal) this.#unlisten = onAbort(this.#signal, this.#abort);
  }

  /** The signal's reason, or what it throws instead: a signal is the caller's, and may be a proxy. */
  #reason(): unknown {
    try {
      return this.#signal?.reason;
    } catch (error) {
      return error;
    }
  }

  readonly #abort = (): void => {
    this.#aborted = true;
    this.#job?.cancel();
    setTimeout(() => {
      // If the loop was busy, the end may have come and wait behind this timer.
      setImmediate(() => {
        this.#skipToEnd();
        this.#fail(this.#reason());
      });
    }, ABORT_MS).unref();
  };

  /** Passes over what was not read, to see how the job ended. */
  #skipToEnd(): void {
    for (const events of [
      this.#current ?? [],
      ...this.#waiting.map((bytes) => new EventReader(bytes)),
    ]) {
      for (const event of events) if (event.kind === 'end') this.#end = event;
    }
  }

  #receive(events: Uint8Array, ended: boolean): void {
    if (this.#error) return;
    if (ended) this.#settle();
    this.#waiting.push(events);
    this.#waitingBytes += events.length;
    if (this.#waitingBytes > BUFFER_BYTES && !this.#paused && !ended) {
      this.#paused = true;
      this.#job?.pause(true);
    }
    this.#serve();
  }

  /** Gives readers that wait what there is for them. */
  #serve(): void {
    while (this.#readers.length > 0) {
      const step = this.#error ? undefined : this.#step();
      if (step) this.#readers.shift()?.resolve(step);
      else if (this.#error) this.#readers.shift()?.reject(this.#error.reason);
      else return;
    }
  }

  #step(): Step | undefined {
    for (;;) {
      const event = this.#current?.next();
      if (event) {
        if (event.kind !== 'end') return { done: false, value: event };
        this.#end = event;
        if (this.#aborted) this.#fail(this.#reason());
      }
      if (this.#error) return undefined;
      if (this.#end) return { done: true, value: this.#end };
      const events = this.#waiting.shift();
      if (!events) return undefined;
      this.#waitingBytes -= events.length;
      this.#current = new EventReader(events);
      if (this.#paused && this.#waiting.length === 0) {
        this.#paused = false;
        this.#job?.pause(false);
      }
    }
  }

  #fail(reason: unknown): void {
    this.#error ??= { reason };
    this.#settle();
    this.#waiting.length = 0;
    this.#current = undefined;
    this.#serve();
  }

  /** Lets go of everything that is needed only while the job runs. */
  #settle(): void {
    this.#job = null;
    this.#unlisten?.();
    this.#unlisten = undefined;
  }
}

/** The error that an end tells; `undefined` if all is well. */
export function endError({ error }: EndEvent): ChecksigError | undefined {
  if (!error) return undefined;
  const { code, message, path } = error;
  return new ChecksigError(
    // Who cancels a job does not read its end.
    code === 'CANCELLED' ? 'INTERNAL' : code,
    message,
    path === undefined ? {} : { path },
  );
}
