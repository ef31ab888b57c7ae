/**
 * Runs jobs in Go and brings their events back. Whatever the number of jobs, one call waits for the
 * events of all of them, so that no more than one thread of libuv's pool is ever blocked.
 */
import { isMainThread } from 'node:worker_threads';

import { sections } from './batch';
import { ChecksigError } from './errors';
import { native } from './native';
import type { Request } from './requests';

/** How long a call waits for events at most: a worker that is terminated hangs for that long. */
const POLL_MS = 250;

/**
 * For how long Go lets a worker's jobs run while nobody asks for their events: a terminated worker
 * leaves no word. The main thread has no such limit: a debugger may hold it.
 */
const LEASE_MS = isMainThread ? 0 : 10_000;

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

/** The session that has jobs, 0 for none: it lives from the first job to the last. */
let session = 0;
const listeners = new Map<number, JobListener>();

/**
 * Starts the job that the request asks for.
 *
 * @throws ChecksigError with the loader's codes
 */
export function startJob(request: Request, listener: JobListener): Job {
  const go = native();
  if (session === 0) {
    session = go.open(LEASE_MS);
    // A call that waits would keep the process from exiting until it returns.
    process.once('exit', close);
    void pump(session);
  }
  const own = session;
  const id = go.start(own, JSON.stringify(request));
  if (id === 0) throw lost();
  listeners.set(id, listener);
  return {
    cancel: () => go.cancel(own, id),
    pause: (paused) => go.pause(own, id, paused),
  };
}

/** Brings events to the jobs' listeners until no job is left. */
async function pump(session: number): Promise<void> {
  try {
    // The first job is entered before the first await is over.
    do {
      const batch = await native().next(session, POLL_MS);
      if (batch === null) throw lost();
      for (const { job, ended, events } of sections(batch)) {
        const listener = listeners.get(job);
        if (ended) listeners.delete(job);
        listener?.onEvents(events, ended);
      }
    } while (listeners.size > 0);
    close();
  } catch (cause) {
    const left = [...listeners.values()];
    close();
    const error = cause instanceof ChecksigError ? cause : lost(cause);
    for (const listener of left) listener.onLost(error);
  }
}

function close(): void {
  process.removeListener('exit', close);
  native().close(session);
  session = 0;
  listeners.clear();
}

function lost(cause?: unknown): ChecksigError {
  return new ChecksigError(
    'INTERNAL',
    'the native session ended while jobs were running. In a worker thread it does so ' +
      'when its event loop stands still for 10 s',
    { cause },
  );
}
