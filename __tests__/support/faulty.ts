import path from 'node:path';
import { buildDir } from './paths';

/** The library with faults built in (native/faults); `npm run build:faults` makes it. */
export const faultyLibrary = path.join(buildDir, 'faults', '_checksig.so');

/** The environment of a process that has it, with a fault at a point if there is one. */
export function faulty(point?: string): Record<string, string> {
  return {
    CHECKSIG_LIBRARY: faultyLibrary,
    ...(point !== undefined && { CHECKSIG_FAULT: point }),
  };
}
