/** All verdicts of a list, one by one, through checksig's bridge. */
import { checkEach } from '../../dist/index.mjs';
import { count } from './count.mjs';

export async function start() {
  return { check: ({ tree }) => count(checkEach(tree)) };
}
