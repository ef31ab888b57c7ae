import { createManifest } from '../create';
import type { CreateOptions } from '../options';
import { printError } from './failure';
import { interruptible, Interruption } from './interruption';
import { jsonLine } from './json';
import type { PrintOptions } from './options';
import type { Screen } from './output';
import { barFor } from './progress';
import { count, plain, size } from './text';

/**
 * Writes a list and prints what came of it.
 *
 * @returns the exit status
 */
export async function runCreate(
  dir: string,
  options: CreateOptions,
  print: PrintOptions,
  screen: Screen,
): Promise<number> {
  const { json, quiet } = print;
  const { out, err } = screen;
  const bar = await barFor(print, screen);
  const signal = interruptible();
  signal.addEventListener('abort', () => bar?.clear());
  try {
    const all = { ...options, signal, ...(bar && { onProgress: bar.update }) };
    const report = await createManifest(dir, all).finally(() => bar?.clear());
    if (json) {
      out.print(jsonLine({ dir, ...report }));
      return 0;
    }
    const { manifest, algorithm, entries, bytes, skipped } = report;
    for (const { message } of skipped) err.print(`checksig: left out: ${plain(message)}`);
    if (quiet) return 0;
    const files = `${count(entries)} ${entries === 1 ? 'file' : 'files'}`;
    out.print(`${plain(manifest)} (${algorithm}): ${files}, ${size(bytes)}`);
    return 0;
  } catch (error) {
    if (error instanceof Interruption) {
      err.print('checksig: interrupted; no list was written');
      return error.status;
    }
    printError(error, screen);
    return 2;
  }
}
