/**
 * Runs jobs in Go and brings their events back. Whatever the number of jobs, one call waits for the
 * events of all of them, so that no more than one thread of libuv's pool is ever blocked.
 */
import { isMainThread } from 'node:worker_threads';

import { sections, type Section } from './batch';
import { ChecksigError } from './errors';
import { native } from './native';

/** How long a call waits for events at most: a worker that is terminated hangs for that long. */
const POLL_MS = 250;

/**
 * For how long Go lets a worker's jobs run while nobody asks for their events: a terminated worker
 * leaves no word. The main thread has no such limit: a debugger may hold it.
 */
const LEASE_MS = isMainThread ? 0 : 10_000;

/** Who started a job. */
export interface JobListener {
  /** Is called with what the job has to tell, in its order, until a section is the job's last. */
  onSection(section: Section): void;
  /** Is called in the place of the last section when there will be none. */
  onLost(error: ChecksigError): void;
}

/** The session that has jobs, 0 for none: it lives from the first job to the last. */
let session = 0;
const jobs = new Map<number, JobListener>();

/**
 * Starts the job that the request asks for (native/bridge/bridge.go says how).
 *
 * @throws ChecksigError with the loader's codes
 */
export function startJob(request: object, listener: JobListener): void {
  const go = native();
  if (session === 0) {
    session = go.open(LEASE_MS);
    // A call that waits would keep the process from exiting until it returns.
    process.once('exit', close);
    void pump(session);
  }
  const job = go.start(session, JSON.stringify(request));
  if (job === 0) listener.onLost(lost());
  else jobs.set(job, listener);
}

/** Brings events to the jobs' listeners until no job is left. */
async function pump(session: number): Promise<void> {
  try {
    // The first job is entered after the first await.
    do {
      const batch = await native().next(session, POLL_MS);
      if (batch === null) throw lost();
      for (const section of sections(batch)) deliver(section);
    } while (jobs.size > 0);
    close();
  } catch (cause) {
    const listeners = [...jobs.values()];
    close();
    const error = cause instanceof ChecksigError ? cause : lost(cause);
    for (const listener of listeners) listener.onLost(error);
  }
}

function deliver(section: Section): void {
  const listener = jobs.get(section.job);
  if (section.ended) jobs.delete(section.job);
  listener?.onSection(section);
}

function close(): void {
  process.removeListener('exit', close);
  native().close(session);
  session = 0;
  jobs.clear();
}

function lost(cause?: unknown): ChecksigError {
  return new ChecksigError(
    'INTERNAL',
    'the native session ended while jobs were running. In a worker thread it does so ' +
      `when its event loop stands still for ${LEASE_MS / 1000} s`,
    { cause },
  );
}
