import { fstatSync, statSync, type Stats } from 'node:fs';

import { toBytes, type ByteString } from './bytes';
import { digestInOrder, failure, type Source } from './digest';
import { formatDigest } from './format';
import type { Settings } from './options';
import type { Output } from './output';
import { quoteFile } from './quote';

/** How many operands are looked at before the first of them is read. */
const WINDOW = 4096;

/**
 * Prints the digests of the operands, or of standard input where there is none.
 *
 * @param stdin the descriptor that is standard input
 * @param stdout the descriptor behind standard output, where there is one
 * @returns whether all could be read
 */
export async function compute(
  settings: Settings,
  out: Output,
  stdin: number,
  stdout: number | undefined,
): Promise<boolean> {
  const { operands } = settings;
  const names = operands.length > 0 ? operands : ['-'];
  const output = stdout === undefined ? undefined : fstatSync(stdout);
  let ok = true;
  for (let start = 0; start < names.length; start += WINDOW) {
    const window = names.slice(start, start + WINDOW);
    const sources = window.map((name) => toSource(name, settings, stdin, output));
    let at = 0;
    // What is read alone may be what is printed to.
    if (sources[0]?.alone) await out.flush();
    for await (const digest of digestInOrder(sources, true)) {
      const name = window[at++] ?? '';
      const reason = failure(digest);
      if (reason === undefined) {
        out.print(formatDigest(digest, operands.length > 0 ? name : undefined, settings));
      } else {
        out.diagnose(`${quoteFile(name)}: ${reason}`);
        ok = false;
      }
      if (sources[at]?.alone) await out.flush();
      else await out.ready();
    }
  }
  return ok;
}

function toSource(
  name: ByteString,
  { algorithm, bits }: Settings,
  stdin: number,
  output: Stats | undefined,
): Source {
  const sized = bits === algorithm.bits ? algorithm.name : `${algorithm.name}-${bits}`;
  if (name === '-') return { file: stdin, algorithm: sized, alone: true };
  return { file: name, algorithm: sized, alone: isSpent(name, output) };
}

/** Whether what is read is gone afterwards, as with a FIFO, or grows with what is printed. */
function isSpent(name: ByteString, output: Stats | undefined): boolean {
  let stats: Stats | undefined;
  try {
    stats = statSync(toBytes(name));
  } catch {
    // Why, will be seen when it is opened.
    return false;
  }
  if (stats.isFile()) return stats.dev === output?.dev && stats.ino === output.ino;
  return !stats.isDirectory();
}
