/** How a call may end, whatever it was given. */
import assert from 'node:assert/strict';
import { Own } from './hostile-tricks';

/** What the error of a call may not say: that something is wrong with the package. */
const DEFECTS = /^(INTERNAL|LIBRARY_.*|UNSUPPORTED_.*)$/;

/** How long a call may take in ms, while other processes work too. */
const LIMIT = 10_000;

/**
 * Waits until a call has ended with an answer, a `TypeError`, a `ChecksigError` that is no defect,
 * or what its arguments themselves have thrown.
 *
 * @param answer throws if it is given what is no answer
 * @throws what is no such end
 */
export async function ends(call: () => unknown, answer: (value: unknown) => void): Promise<void> {
  let result: unknown;
  try {
    result = await intime(call());
  } catch (error) {
    if (error instanceof TypeError || error instanceof Own) return;
    const { name, code } = error as { name?: string; code?: string };
    if (error instanceof DOMException && name === 'AbortError') return;
    if (name !== 'ChecksigError') throw error;
    assert.doesNotMatch(code as string, DEFECTS, String(error));
    return;
  }
  answer(result);
}

/** What a call gives that does not hang. */
export async function intime<T>(promise: T): Promise<Awaited<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RangeError('it hangs')), LIMIT);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
