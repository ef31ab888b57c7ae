/* global gc */
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import koffi from 'koffi';

// An export that only test builds have.
const goroutines = koffi.load(process.env['CHECKSIG_LIBRARY']).func('int checksig_goroutines()');

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
 * What it takes up when there is nothing to do, garbage is collected and what was abandoned is
 * over.
 *
 * @param rest an earlier such sample: this one is taken as soon as no more is in use than there was
 */
export async function settled(rest) {
  const end = Date.now() + (rest ? MOST : 500);
  for (;;) {
    gc();
    await sleep(50);
    const sample = takeSample();
    if (rest && isAtRest(sample, rest)) return sample;
    if (Date.now() >= end) return sample;
  }
}

const isAtRest = (sample, rest) =>
  sample.descriptors <= rest.descriptors && sample.goroutines <= rest.goroutines;
