/* global AbortSignal, clearTimeout, setTimeout */

/**
 * Calls a function with a signal that is aborted as told: `{ before: true }`, `{ after: ms }` by a
 * controller, `{ timeout: ms }` by `AbortSignal.timeout`, `{ signal }` by somebody else, or not at all.
 *
 * @returns what came of it: `{ value }`, `{ error }`, or `{ aborted: reason }`
 */
export async function withSignal(abort, call) {
  const { signal, settle } = toSignal(abort);
  try {
    return { value: await call(signal) };
  } catch (error) {
    return signal?.aborted && error === signal.reason ? { aborted: error } : { error };
  } finally {
    settle();
  }
}

function toSignal(abort) {
  const settle = () => undefined;
  if (!abort) return { signal: undefined, settle };
  if (abort.signal) return { signal: abort.signal, settle };
  if ('timeout' in abort) return { signal: AbortSignal.timeout(abort.timeout), settle };
  const controller = new AbortController();
  if (abort.before) controller.abort();
  const timer = setTimeout(() => controller.abort(), abort.after ?? 0);
  return { signal: controller.signal, settle: () => clearTimeout(timer) };
}
