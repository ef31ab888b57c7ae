import { performance } from 'node:perf_hooks';

/**
 * Reads verdicts one by one.
 *
 * @returns how many there were, with which statuses, and after how long the first came
 */
export async function count(verdicts, statusOf) {
  const start = performance.now();
  let checked = 0;
  let firstMs;
  const statuses = new Set();
  for await (const verdict of verdicts) {
    if (checked++ === 0) firstMs = performance.now() - start;
    statuses.add(statusOf(verdict));
  }
  return { checked, statuses: [...statuses], firstMs };
}
