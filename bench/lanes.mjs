/** Multi-buffer digests alone, as the Go benchmarks of native/lanes measure them. */
import { existsSync } from 'node:fs';
import path from 'node:path';

import { lanes } from './paths.mjs';
import { execute } from './processes.mjs';
import { median } from './statistics.mjs';

/** @returns megabytes a second by algorithm, path and number of messages; undefined without lanes */
export async function lanesAlone({ options }) {
  if (!existsSync(path.join(lanes, 'bench_test.go'))) {
    console.log('  lanes: native/lanes has no benchmark');
    return undefined;
  }
  const [time, count] = options.quick ? ['10ms', 1] : ['60ms', 5];
  const args = ['test', '-run', '^$', '-bench', '^BenchmarkLanes$', '-benchtime', time];
  try {
    const { stdout } = await execute('go', [...args, '-count', String(count), '.'], {
      cwd: lanes,
    });
    return parse(stdout, count);
  } catch (error) {
    const failure = (error.stdout || error.stderr || error.message).trim().split('\n')[0];
    console.log(`  lanes: ${failure}`);
    return { failure };
  }
}

function parse(output, rounds) {
  const speeds = new Map();
  const line = /^BenchmarkLanes\/([^/\s]+)\/([^/\s]+?)(?:\/(\d+))?(?:-\d+)?\s.*?([\d.]+) MB\/s/gm;
  for (const [, algorithm, way, messages, speed] of output.matchAll(line)) {
    const key = JSON.stringify([algorithm, way, Number(messages ?? 1)]);
    speeds.set(key, [...(speeds.get(key) ?? []), Number(speed)]);
  }
  const results = [...speeds].map(([key, values]) => {
    const [algorithm, way, messages] = JSON.parse(key);
    return { algorithm, way, messages, speed: median(values) };
  });
  for (const result of results) {
    const single = results.find(
      (other) => other.algorithm === result.algorithm && other.way === 'standard',
    );
    result.ratio = single && result.speed / single.speed;
  }
  for (const algorithm of new Set(results.map((result) => result.algorithm))) {
    const best = bestRatio({ results }, algorithm, '');
    console.log(`  lanes: ${algorithm} at best ${best.toFixed(2)} × one stream`);
  }
  return { rounds, results };
}

/**
 * The highest speed of an algorithm in lanes, in bytes a second.
 *
 * @returns undefined if it was not measured
 */
export function bestSpeed(alone, algorithm) {
  const speeds = (alone?.results ?? [])
    .filter((result) => result.algorithm === algorithm)
    .map(({ speed }) => speed * 1e6);
  return speeds.length > 0 ? Math.max(...speeds) : undefined;
}

/**
 * The best ratio to one stream of the standard library, of the paths whose names begin so.
 *
 * @returns undefined if there is none
 */
export function bestRatio(alone, algorithm, prefix) {
  const ratios = (alone?.results ?? [])
    .filter((result) => result.algorithm === algorithm && result.way.startsWith(prefix))
    .map(({ ratio }) => ratio);
  return ratios.length > 0 ? Math.max(...ratios) : undefined;
}
