/** Who takes part. */
import { tools } from './tools.mjs';

const LANES_OFF = { CHECKSIG_LANES: 'off' };

export const OWN = 'checksig check()';
export const OFF = 'checksig check(), lanes off';
export const WORKERS = 'two plain worker_threads';

/** Contenders that are written for Node, by their module. Those that are judged run all rounds. */
const modules = [
  { name: OWN, module: './contenders/checksig.mjs', judged: true },
  { name: OFF, module: './contenders/checksig.mjs', env: LANES_OFF, judged: true },
  { name: WORKERS, module: './contenders/plain-workers.mjs', judged: true },
  { name: 'streams, Promise.all', module: './contenders/streams.mjs' },
  { name: 'bounded streams', module: './contenders/bounded-streams.mjs' },
  { name: 'hasha', module: './contenders/hasha.mjs', package: 'hasha' },
  { name: 'ssri', module: './contenders/ssri.mjs', package: 'ssri' },
];

/**
 * Those that check nothing, with which the others are compared. One that takes the same time
 * whatever the set runs once in a round.
 */
export const EMPTY = { name: 'an empty Node process', module: './contenders/empty.mjs' };
export const IDLE = {
  name: 'an idle event loop beside busy cores, 1 s',
  module: './contenders/idle.mjs',
  judged: true,
  once: true,
};
export const BESIDE = {
  name: 'an idle event loop beside xargs -P2 openssl dgst',
  module: './contenders/beside.mjs',
  judged: true,
};

const [check, off, ...others] = modules;
const [cli, ...foreign] = tools;

/** In the order of the tables. */
export const contenders = [check, off, cli, ...others, ...foreign];

/** @param words of which one is in the name; undefined: all */
export function chosen(words) {
  if (!words) return contenders;
  return contenders.filter(({ name }) => words.some((word) => name.includes(word)));
}

/** Whether that is an event loop that only watches the machine. */
export const isIdle = ({ name }) => name === IDLE.name || name === BESIDE.name;

/** Whether that checks something. */
export const isChecking = (one) => one.name !== EMPTY.name && !isIdle(one);
