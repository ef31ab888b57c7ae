/** What runtimes have under different names, and what Linux tells of this process. */
import { readdirSync, readlinkSync } from 'node:fs';

export function collectGarbage() {
  if (globalThis.Bun) globalThis.Bun.gc(true);
  else globalThis.gc();
}

/** Whether this process has files open beneath a directory. */
export function isReading(directory) {
  return readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(`${directory}/`);
    } catch {
      return false; // closed meanwhile
    }
  });
}
