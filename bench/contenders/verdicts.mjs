/** All verdicts of a list, one by one, through checksig's bridge. */
import { checkEach } from '../../dist/index.mjs';

export async function start() {
  return {
    async check({ tree }) {
      let checked = 0;
      const statuses = new Set();
      for await (const { status } of checkEach(tree)) {
        checked++;
        statuses.add(status);
      }
      return { checked, statuses: [...statuses] };
    },
  };
}
