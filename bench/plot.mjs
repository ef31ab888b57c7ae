/** The pictures of a run, as SVG. */
import { accountPicture } from './plots/account.mjs';
import { callsPicture } from './plots/calls.mjs';
import { growthPicture } from './plots/growth.mjs';
import { setsPicture } from './plots/sets.mjs';

/** @returns SVG by the file's name, of the parts that there are */
export function pictures({ sets, calls, growth, account, lanes }, surroundings) {
  const machine = surroundings.join('; ');
  return {
    ...(sets && { 'benchmarks.svg': setsPicture(sets, machine) }),
    ...(calls && { 'benchmarks-calls.svg': callsPicture(calls, machine) }),
    ...(growth && { 'benchmarks-growth.svg': growthPicture(growth, machine) }),
    ...(account && { 'benchmarks-account.svg': accountPicture(account, lanes, machine) }),
  };
}
