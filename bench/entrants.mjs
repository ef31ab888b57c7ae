/**
 * A contender at work on one set. An entrant has
 *
 *     verify(limitMs)  its run with the list that is wrong for one file: throws unless just that
 *                      one is found
 *     run(limitMs)     its run with the right list: throws unless all files are right
 *     stop()
 *
 * and both resolve to { ms, cpuMs, peakKiB, delayMs }.
 */
import { readFileSync } from 'node:fs';

import { startChild } from './child.mjs';

/** @throws if the contender cannot be started */
export async function enter(contender, set, meter) {
  if (contender.module) return nodeEntrant(contender, set);
  return contender.digests
    ? hashingEntrant(contender, set, meter)
    : toolEntrant(contender, set, meter);
}

async function nodeEntrant({ module, env, once }, set) {
  const child = await startChild(module, env);
  const { tree, algorithm, count } = set;
  async function run(list, expected, repeat, limitMs) {
    const result = await child.run({ tree, list, algorithm, count, repeat }, limitMs);
    expect(result.wrong, expected);
    if (result.checked !== count) throw new Error(`checked ${result.checked} of ${count} files`);
    return result;
  }
  return {
    verify: (limitMs) => run(set.wrong, [set.wrongName], 1, limitMs),
    run: (limitMs) => run(set.right, [], once ? 1 : set.repeat, limitMs),
    stop: child.stop,
  };
}

function toolEntrant(tool, set, meter) {
  async function run(list, expected, limitMs) {
    const result = await meter.run(tool.command(set, list), {
      cwd: set.tree,
      env: tool.env,
      limitMs,
    });
    expect(tool.wrong(result), expected);
    if ((result.status === 0) !== (expected.length === 0)) {
      throw new Error(`exit status ${result.status}: ${result.stderr.trim()}`);
    }
    return result;
  }
  return {
    verify: (limitMs) => run(set.wrong, [set.wrongName], limitMs),
    run: (limitMs) => run(set.right, [], limitMs),
    stop: async () => undefined,
  };
}

/**
 * A tool that prints digests. Those of one process are compared line by line; the lines of
 * processes that write at the same time may be mixed, so then the characters are counted.
 */
function hashingEntrant(tool, set, meter) {
  const list = readFileSync(set.right, 'latin1');
  let expected;
  async function run(processes, limitMs) {
    const result = await meter.run(tool.command(set, processes), { cwd: set.tree, limitMs });
    if (result.status !== 0)
      throw new Error(`exit status ${result.status}: ${result.stderr.trim()}`);
    return result;
  }
  return {
    async verify(limitMs) {
      const result = await run(1, limitMs);
      const lines = tool.digests(result).map(([digest, name]) => `${digest}  ${name}\n`);
      if (lines.join('') !== list) throw new WrongAnswer('the digests are not those of the list');
      expected = histogram(result.stdout);
      return result;
    },
    async run(limitMs) {
      const result = await run(2, limitMs);
      if (!histogram(result.stdout).equals(expected)) throw new WrongAnswer('other digests');
      return result;
    },
    stop: async () => undefined,
  };
}

/** A contender that says something else than the others: the whole run is then worth nothing. */
export class WrongAnswer extends Error {}

function expect(found, expected) {
  if (found.length === expected.length && found.every((name, i) => name === expected[i])) return;
  const some = (names) => names.slice(0, 3).join() || 'none';
  throw new WrongAnswer(
    `found ${found.length} wrong files (${some(found)}), expected ${expected.length} (${some(expected)})`,
  );
}

/** How often each byte occurs. */
function histogram(text) {
  const counts = new Uint32Array(256);
  for (const byte of Buffer.from(text, 'latin1')) counts[byte]++;
  return Buffer.from(counts.buffer);
}
