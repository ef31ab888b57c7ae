/** How long a thread of JavaScript works at a stretch. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { setImmediate } from 'node:timers';

import { library, root } from './paths.mjs';

const CLOCK_THREAD_CPUTIME_ID = 3; // Linux

/** @returns a function that says what this thread has had of the processors' time, in ms */
function threadClock() {
  const koffi = createRequire(path.join(root, 'package.json'))('koffi');
  const get = koffi.load(library).func('int clock_gettime(int, _Out_ int64_t *)');
  const time = new BigInt64Array(2); // struct timespec: seconds, nanoseconds
  return () => {
    get(CLOCK_THREAD_CPUTIME_ID, time);
    return Number(time[0]) * 1e3 + Number(time[1]) / 1e6;
  };
}

/**
 * Turns of the event loop in which something goes on. A slice is what this thread takes of the
 * processor in one of them; the time for which it waits for a processor is not in it.
 */
export function watchSlices() {
  const clock = threadClock();
  let last = clock();
  let longestMs = 0;
  let open = false;
  const close = () => {
    const now = clock();
    longestMs = Math.max(longestMs, now - last);
    last = now;
    open = false;
  };
  return {
    /** Is called again and again while it goes on. */
    pass() {
      if (open) return;
      open = true;
      setImmediate(close); // when all that came is dealt with
    },
    /** @returns the longest slice since the beginning, in ms */
    async longest() {
      this.pass();
      await new Promise(setImmediate);
      return longestMs;
    },
  };
}
