/** Workers that come and go, and child processes. */
import assert from 'node:assert';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

/** How a worker ends that does not end by itself, and the status that it then has. */
const ENDINGS = { exit: 3, terminate: 1 };

/**
 * A worker performs operations at once. Then it `finish`es by itself; or it begins a check that
 * takes minutes, in the middle of which it exits or is terminated.
 */
export async function runWorker({ operations, ending, after }, surroundings) {
  const { caseOf, endless, ...more } = surroundings;
  const names = [...new Set(operations.flatMap(({ name }) => name ?? []))];
  const workerData = {
    operations,
    surroundings: { ...more, endless, cases: names.map(caseOf) },
    endless: ending === 'finish' ? undefined : endless,
    exitAfter: ending === 'exit' ? after : undefined,
  };
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData });
  const failed = once(worker, 'error').then(([error]) => {
    throw error;
  });
  const ended = once(worker, 'exit');
  failed.catch(() => undefined);
  // Before that it may be loading the library, in which koffi cannot be interrupted.
  await Promise.race([once(worker, 'message'), failed]);
  if (ending === 'terminate') {
    await sleep(after);
    await worker.terminate();
  }
  const [status] = await Promise.race([ended, failed]);
  assert.strictEqual(status, ENDINGS[ending] ?? 0, 'status of the worker');
}

/** Child processes make libuv put its handler for SIGCHLD in place, and take it away again. */
export async function runSpawn({ status }) {
  const error = await promisify(execFile)('sh', ['-c', `exit ${status}`]).catch((e) => e);
  assert.strictEqual(error.code ?? 0, status, 'status of the child process');
}
