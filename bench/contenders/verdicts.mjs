/** All verdicts of a list, one by one, through checksig's bridge. */
import { checkEach } from '../../dist/index.mjs';
import { watchSlices } from '../slices.mjs';
import { count } from './count.mjs';

export async function start() {
  return {
    async check({ tree }) {
      const slices = watchSlices();
      const statusOf = ({ status }) => {
        slices.pass();
        return status;
      };
      const counted = await count(checkEach(tree), statusOf);
      return { ...counted, sliceMs: await slices.longest() };
    },
  };
}
