/** A process whose checks run ends at any moment, in every way, at once. */
import { done, runChild } from '../support/child';
import { tell, timeExit } from '../support/exits';
import { bound, mostTime, times } from '../support/long';
import { endlessTree } from '../support/tree';

jest.setTimeout(mostTime(30_000));

let endless: string;
beforeAll(() => {
  endless = endlessTree();
});

interface Way {
  way: string;
  /** What runs meanwhile, several times; a check unless it says another. */
  call?: string;
  /** Comes before it. */
  prepare?: string;
  /** Ends the process. */
  leave?: string;
  /** Ends the process from outside. */
  kill?: NodeJS.Signals;
  /** `null` if the signal does. */
  status: number | null;
  stderr?: string;
}

/**
 * Ends processes at random moments of as many calls as `counts` says, each in its turn. Returns
 * those that ended in another way, and how long those took that took too long.
 */
async function endAll(how: Way, counts: readonly number[], runs: number) {
  const { way, prepare = '', leave = '', kill, status, stderr = '' } = how;
  const { call = 'checksig.check(data.endless, { signal })' } = how;
  const script = `
    const controller = new AbortController();
    const { signal } = controller;
    ${prepare};
    for (let i = 0; i < data.count; i++) {
      ${call}.catch((error) => {
        if (error !== signal.reason) throw error;
        process.exitCode = 7;
      });
    }
    setTimeout(() => { leaving(); ${leave} }, data.after);`;
  const wrong: object[] = [];
  const took: number[] = [];
  for (let run = 0; run < runs; run++) {
    const data = { endless, count: counts[run % counts.length], after: Math.random() * 150 };
    const exit = await timeExit(script, data, kill);
    took.push(exit.ms);
    const right =
      exit.status === status &&
      exit.signal === (status === null ? kill : null) &&
      (stderr === '' ? exit.stderr === '' : exit.stderr.includes(stderr));
    if (!right) wrong.push({ ...exit, count: data.count, after: data.after });
  }
  tell(`${way}, of ${counts.join(', ')}`, took);
  return { wrong, late: took.filter((ms) => ms > bound(300)) };
}

/** Of `endAll`. */
const allWell = { wrong: [], late: [] };

test.each([1, 8, 64])('process.exit() of %d checks', async (checks) => {
  const way = { way: 'process.exit()', leave: 'process.exit(7);', status: 7 };
  expect(await endAll(way, [checks], times(1, 200))).toEqual(allWell);
});

const on = (signal: string, handler: string) => `process.on('${signal}', () => ${handler});`;

test.each<Way>([
  {
    way: 'an uncaught exception',
    leave: "throw new Error('uncaught');",
    status: 1,
    stderr: 'Error: uncaught',
  },
  {
    way: 'an unhandled rejection',
    leave: "Promise.reject(new Error('unhandled'));",
    status: 1,
    stderr: 'Error: unhandled',
  },
  ...(['SIGINT', 'SIGTERM'] as const).flatMap((kill) => [
    { way: `${kill} without a handler`, kill, status: null },
    {
      way: `${kill} with a handler that exits`,
      prepare: on(kill, 'process.exit(7)'),
      kill,
      status: 7,
    },
    {
      way: `${kill} with a handler that aborts`,
      prepare: on(kill, 'controller.abort()'),
      kill,
      status: 7,
    },
  ]),
])('$way', async (way) => {
  expect(await endAll(way, [64, 8, 1], times(1, 200))).toEqual(allWell);
});

test.each([
  ['checkEach', 'checksig.checkEach(data.endless).next()'],
  ['createManifest', 'checksig.createManifest(data.endless)'],
  ['digestFile', "checksig.digestFile(data.endless + '/a')"],
])('process.exit() of %s', async (name, call) => {
  const way = { way: `process.exit() of ${name}`, call, leave: 'process.exit(7);', status: 7 };
  expect(await endAll(way, [8], times(1, 50))).toEqual(allWell);
});

test('process.exit() before anything was read', () => {
  expect(runChild('checksig.check(data); process.exit(7);', endless)).toEqual(done('', 7));
});
