/**
 * What a Node programmer writes without checksig: plain worker_threads that share a cursor through
 * the list, `readSync` into one buffer of 256 KiB each, and `createHash`.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

/** Starts the workers. The result checks a directory and resolves to the names that differ. */
export async function startWorkers(count) {
  const workers = Array.from({ length: count }, () => new Worker(new URL(import.meta.url)));
  await Promise.all(workers.map((worker) => new Promise((done) => worker.once('online', done))));
  return {
    async check(directory) {
      const cursor = new Int32Array(new SharedArrayBuffer(4));
      const answers = workers.map((worker) => {
        worker.postMessage({ directory, cursor });
        return new Promise((done) => worker.once('message', done));
      });
      return (await Promise.all(answers)).flat();
    },
    stop: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}

if (!isMainThread) {
  const buffer = Buffer.allocUnsafe(256 * 1024);
  parentPort.on('message', ({ directory, cursor }) => {
    const list = readFileSync(path.join(directory, 'sha1sum.txt'), 'utf8').trimEnd().split('\n');
    const different = [];
    for (let i; (i = Atomics.add(cursor, 0, 1)) < list.length;) {
      const [expected, name] = [list[i].slice(0, 40), list[i].slice(42)];
      const hash = createHash('sha1');
      const file = openSync(path.join(directory, name));
      for (let n; (n = readSync(file, buffer)) > 0;) hash.update(buffer.subarray(0, n));
      closeSync(file);
      if (hash.digest('hex') !== expected) different.push(name);
    }
    parentPort.postMessage(different);
  });
}
