/**
 * A worker thread that checks a directory. Meanwhile it tells of the progress, stops at a message,
 * or exits with a status, as it was asked to.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { check } from 'checksig';

const { directory, tells = false, stops = false, exits } = workerData;
const aborter = new AbortController();
if (stops) parentPort.once('message', () => aborter.abort());

try {
  const { counts } = await check(directory, {
    signal: aborter.signal,
    onProgress(progress) {
      if (tells) parentPort.postMessage({ progress });
      if (exits !== undefined) process.exit(exits);
    },
  });
  parentPort.postMessage({ counts });
} catch ({ name }) {
  parentPort.postMessage({ error: name });
}
