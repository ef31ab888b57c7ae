/** checksig, as a library. */
import { check } from '../../dist/index.mjs';

export async function start() {
  return {
    async check({ tree, list }) {
      const { counts, failures } = await check(tree, { manifest: list });
      return {
        checked: Object.values(counts).reduce((sum, count) => sum + count, 0),
        wrong: failures.map(({ path }) => path),
      };
    },
  };
}
