/**
 * Runs jobs in Go and brings their events back. Whatever the number of jobs, one call waits for the
 * events of all of them, so that no more than one thread of libuv's pool is ever blocked.
 */
import { sections } from './batch';
import { ChecksigError } from './errors';
import { native } from './native';
import { requestBytes, type Request } from './requests';

/**
 * How long a call waits for events at most. A worker that is terminated hangs for that long, and a
 * process that exits for one worker after the other.
 */
const POLL_MS = { main: 250, worker: 25 };

/**
 * For how long Go lets a worker's jobs run while nobody asks for their events: a terminated worker
 * leaves no word. The main thread has no such limit: a debugger may hold it.
 */
const LEASE_MS = { main: 0, worker: 10_000 };

/** Who started a job. */
export interface JobListener {
  /** Is called with what the job has to tell, in its order; `ended` says that it was the last. */
  onEvents(events: Uint8Array, ended: boolean): void;
  /** Is called in the place of the last events when there will be none. */
  onLost(error: ChecksigError): void;
}

/** A running job. Once it has ended, calls do nothing. */
export interface Job {
  /** Stops the work. The last events come as ever. */
  cancel(): void;
  /** Keeps events back, so that the job soon waits, or lets them go on. */
  pause(paused: boolean): void;
}

/**
 * The session that new jobs go into. It lives from the first job to the last, on the main thread to
 * the turn of the event loop after it: who checks one directory after the other stays with one.
 */
let current: Session | undefined;

/**
 * Starts the job that the request asks for.
 *
 * @throws ChecksigError with the loader's codes, `LIMIT_EXCEEDED` or `INTERNAL`
 */
export function startJob(request: Request, listener: JobListener): Job {
  const bytes = requestBytes(request);
  current ??= new Session();
  return current.start(bytes, listener);
}

/** A session of the library's, and the listeners of its jobs. */
class Session {
  readonly #go = native();
  readonly #thread = this.#go.isMainThread ? 'main' : 'worker';
  readonly #id: number;
  readonly #listeners = new Map<number, JobListener>();
  /** The jobs that keep their events back. */
  readonly #paused = new Set<number>();
  #pumps = false;
  /** Ends the pump's rest. */
  #wake: () => void = () => undefined;

  constructor() {
    this.#id = this.#go.open(LEASE_MS[this.#thread]);
    if (this.#id === 0) throw lost();
    // A call that waits would keep the process from exiting until it returns.
    process.once('exit', this.#close);
  }

  start(request: Uint8Array, listener: JobListener): Job {
    const [go, session] = [this.#go, this.#id];
    const id = go.start(session, request);
    if (id === 0) {
      this.#close(); // it is over, as its other jobs are soon told
      throw lost();
    }
    this.#listeners.set(id, listener);
    if (!this.#pumps) void this.#pump(); // not before Go has something to do
    this.#wake();
    let cancelled = false; // it is not kept back any more
    return {
      cancel: () => {
        cancelled = true;
        go.cancel(session, id);
        this.#goesOn(id);
      },
      pause: (paused) => {
        go.pause(session, id, paused);
        if (!paused) this.#goesOn(id);
        else if (!cancelled && this.#listeners.has(id)) this.#paused.add(id);
      },
    };
  }

  #goesOn(id: number): void {
    this.#paused.delete(id);
    this.#wake();
  }

  /** Brings events to the jobs' listeners until no job is left. */
  async #pump(): Promise<void> {
    this.#pumps = true;
    const listeners = this.#listeners;
    try {
      do {
        if (this.#paused.size > 0 && this.#paused.size === listeners.size) await this.#rest();
        const batch = await this.#go.next(this.#id, POLL_MS[this.#thread]);
        if (batch === null) throw lost();
        for (const { job, ended, events } of sections(batch)) {
          const listener = listeners.get(job);
          if (ended) {
            listeners.delete(job);
            this.#paused.delete(job);
          }
          listener?.onEvents(events, ended);
        }
      } while (listeners.size > 0);
      if (this.#thread === 'main') setImmediate(this.#closeIfIdle);
      else this.#close(); // a worker may be terminated before its next turn
    } catch (cause) {
      this.#close();
      const error = cause instanceof ChecksigError ? cause : lost(cause);
      for (const listener of listeners.values()) listener.onLost(error);
    } finally {
      this.#pumps = false;
    }
  }

  /**
   * Waits until a job goes on, without keeping the process alive: that is for whoever is to read
   * the events. A session that has a lease is polled in between.
   */
  async #rest(): Promise<void> {
    const leaseMs = LEASE_MS[this.#thread];
    let lease: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      if (leaseMs > 0) lease = setTimeout(resolve, leaseMs / 4).unref();
    });
    clearTimeout(lease);
  }

  readonly #closeIfIdle = (): void => {
    if (!this.#pumps) this.#close();
  };

  readonly #close = (): void => {
    this.#leave();
    process.removeListener('exit', this.#close);
    this.#go.close(this.#id);
  };

  /** Has the next job begin a new session. */
  #leave(): void {
    if (current === this) current = undefined;
  }
}

function lost(cause?: unknown): ChecksigError {
  return new ChecksigError(
    'INTERNAL',
    'the native session ended while jobs were running. In a worker thread it does so ' +
      'when its event loop stands still for 10 s',
    { cause },
  );
}
