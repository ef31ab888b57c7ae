/* global gc */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import koffi from 'koffi';

const library = koffi.load(process.env['CHECKSIG_LIBRARY']);

// An export that only test builds have.
const goroutines = library.func('int checksig_goroutines()');

const giveBack = trimmer();

/** What has malloc give back to the system what was freed: a function of glibc's. */
function trimmer() {
  try {
    return library.func('int malloc_trim(size_t)');
  } catch {
    return () => 0;
  }
}

/** How long what was abandoned may go on at most: the lease of a terminated worker's checks, and more. */
const MOST = 15_000;

/** What this process takes up now: bytes, and numbers. */
export function takeSample() {
  const { rss, heapTotal, heapUsed, external } = process.memoryUsage();
  return {
    rss,
    native: rss - heapTotal, // Go's, C's and the files'
    heapUsed,
    external,
    descriptors: readdirSync('/proc/self/fd').length - 1, // the directory's own
    threads: readdirSync('/proc/self/task').length,
    goroutines: goroutines(),
  };
}

/**
 * What it takes up when there is nothing to do, garbage is collected, what was abandoned is over,
 * and malloc has given back what was freed.
 *
 * @param rest an earlier such sample: this one is taken as soon as no more is in use than there was
 */
export async function settled(rest) {
  const end = Date.now() + (rest ? MOST : 500);
  for (;;) {
    gc();
    await sleep(50);
    giveBack(0);
    const sample = takeSample();
    if (rest && isAtRest(sample, rest)) return sample;
    if (Date.now() >= end) return sample;
  }
}

const isAtRest = (sample, rest) =>
  sample.descriptors <= rest.descriptors && sample.goroutines <= rest.goroutines;
