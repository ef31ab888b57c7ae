/** What the host takes of a virtual machine's processors. */
import { existsSync, readFileSync } from 'node:fs';

const FILE = '/proc/stat';

/** The processors' time until now, in ticks: what was used, and what was wanted and not given. */
function processors() {
  const [line] = readFileSync(FILE, 'latin1').split('\n');
  const [user, nice, system, , , irq, softirq, steal] = line.match(/\d+/g).map(Number);
  return { used: user + nice + system + irq + softirq, stolen: steal };
}

/**
 * Begins to watch.
 *
 * @returns a function for the share of the wanted time that the host took since then, from 0 to 1;
 * it returns undefined where the kernel does not tell (other than Linux)
 */
export function watchHost() {
  if (!existsSync(FILE)) return () => undefined;
  const before = processors();
  return () => {
    const { used, stolen } = processors();
    const taken = stolen - before.stolen;
    const wanted = used - before.used + taken;
    return wanted > 0 ? taken / wanted : 0;
  };
}
