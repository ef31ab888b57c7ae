import type { Report } from '../report';

const STATUSES = { SIGINT: 130, SIGTERM: 143 } as const;

/** The reason of an abort by a signal. */
export class Interruption extends Error {
  /** What was done until then; absent if the check had not begun, or did not end in time. */
  declare readonly report?: Report;
  /** The exit status that shells give to such an end. */
  readonly status: number;

  constructor(signal: keyof typeof STATUSES) {
    super('interrupted');
    this.status = STATUSES[signal];
  }
}

/**
 * A signal that Ctrl-C, or SIGTERM, aborts with an {@link Interruption}. The second one finds the
 * process without a handler, and kills it.
 */
export function interruptible(): AbortSignal {
  const controller = new AbortController();
  const interrupt = (signal: NodeJS.Signals) => {
    for (const name of Object.keys(STATUSES)) process.removeListener(name, interrupt);
    controller.abort(new Interruption(signal as keyof typeof STATUSES));
  };
  for (const name of Object.keys(STATUSES)) process.on(name, interrupt);
  return controller.signal;
}
