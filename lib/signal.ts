/** The one listener of a signal, and whom it tells. */
interface Hook {
  readonly callbacks: Set<() => void>;
  readonly listener: () => void;
}

const hooks = new WeakMap<AbortSignal, Hook>();

/**
 * Has a function called once when the signal is aborted. However many there are, the signal has one
 * listener: Node warns of the eleventh as of a leak, and a service may end hundreds of checks with
 * one signal.
 *
 * @returns what takes that back
 * @throws what the signal throws: it is the caller's, and may be a proxy
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const hook = hooks.get(signal) ?? listen(signal);
  hook.callbacks.add(callback);
  return () => {
    hook.callbacks.delete(callback);
    if (hook.callbacks.size === 0) unlisten(signal, hook);
  };
}

function listen(signal: AbortSignal): Hook {
  const callbacks = new Set<() => void>();
  const listener = () => [...callbacks].forEach((callback) => callback());
  signal.addEventListener('abort', listener, { once: true });
  const hook = { callbacks, listener };
  hooks.set(signal, hook);
  return hook;
}

function unlisten(signal: AbortSignal, hook: Hook): void {
  if (hooks.get(signal) === hook) hooks.delete(signal);
  try {
    signal.removeEventListener('abort', hook.listener);
  } catch {
    // It keeps a listener that tells nobody.
  }
}
