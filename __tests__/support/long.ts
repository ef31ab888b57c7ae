/** `npm run test:reliability` runs everything at full length; `npm test` a short cut of it. */
export const long = process.env['CHECKSIG_LONG'] === '1';

/** How often something is done. */
export const times = (short: number, full: number): number => (long ? full : short);

/**
 * A bound of time in ms. It is what was promised in the long run, which has the machine for itself;
 * in `npm test`, which shares it, only what hangs is beyond it.
 */
export const bound = (ms: number): number => (long ? ms : ms + 10_000);

/** How long a test may take in ms before it is taken for hanging. */
export const mostTime = (ms: number): number => (long ? 20 * ms : ms);
