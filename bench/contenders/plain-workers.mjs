/**
 * What a Node programmer writes without checksig who wants speed: two plain worker_threads that
 * share a cursor through the list, `readSync` into one buffer of 256 KiB each, and `createHash`.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const WORKERS = 2;
const MARK = 'plain-workers';

/** Starts the workers, which then wait for work. */
export async function start() {
  const workers = Array.from(
    { length: WORKERS },
    () => new Worker(new URL(import.meta.url), { workerData: MARK }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'online')));
  return {
    async check(work) {
      const cursor = new Int32Array(new SharedArrayBuffer(4));
      const answers = workers.map((worker) => {
        worker.postMessage({ ...work, cursor });
        return once(worker, 'message');
      });
      const found = (await Promise.all(answers)).flat();
      return {
        checked: found.reduce((sum, { checked }) => sum + checked, 0),
        wrong: found.flatMap(({ wrong }) => wrong),
      };
    },
    stop: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}

if (!isMainThread && workerData === MARK) {
  const buffer = Buffer.allocUnsafe(256 * 1024);
  parentPort.on('message', ({ tree, list, algorithm, cursor }) => {
    const lines = readFileSync(list, 'utf8').trimEnd().split('\n');
    const wrong = [];
    let checked = 0;
    for (let i; (i = Atomics.add(cursor, 0, 1)) < lines.length; checked++) {
      const space = lines[i].indexOf(' ');
      const [expected, name] = [lines[i].slice(0, space), lines[i].slice(space + 2)];
      const hash = createHash(algorithm);
      const file = openSync(path.join(tree, name));
      for (let n; (n = readSync(file, buffer)) > 0;) hash.update(buffer.subarray(0, n));
      closeSync(file);
      if (hash.digest('hex') !== expected) wrong.push(name);
    }
    parentPort.postMessage({ checked, wrong });
  });
}
