/** Many checks, one after another and at once: none is refused, and nothing grows. */
import { both } from '../support/both';
import { CENSUS } from '../support/census';
import { done, runChild } from '../support/child';
import { faulty } from '../support/faulty';
import { mostTime, times } from '../support/long';

jest.setTimeout(mostTime(30_000));

const SEQUENCE = times(200, 10_000);
const CROWD = times(100, 1000);
/** After three rounds of 1,000 the memory may still be 50 MB less than what it stays at. */
const WARM = times(3, 20);

/** Runs rounds until libuv and Go have the threads and the memory that they keep, and then more. */
const rounds = (round: string, warm: number, count: number, most: number) => `
  ${both()} ${CENSUS}
  const round = async () => { ${round} };
  for (let i = 0; i < ${warm}; i++) await round();
  const before = await census();
  for (let i = 0; i < ${count}; i++) await round();
  console.log(leaks(before, await census(), ${most}));`;

const crowd = (call: string) => `
  await Promise.all(Array.from({ length: ${CROWD} }, async (_, i) => { ${call} }));`;

test.each([
  [
    `${SEQUENCE} checks one after another`,
    rounds(`for (let i = 0; i < ${SEQUENCE}; i++) await turn(i);`, 1, 1, 20e6),
  ],
  [`${CROWD} checks at once`, rounds(crowd('await turn(i);'), WARM, times(1, 20), 40e6)],
  [
    `${CROWD} readers of verdicts at once`,
    rounds(
      crowd(`
        let ok = 0;
        for await (const { status } of checksig.checkEach(directories[i % 2])) {
          if (status === 'ok') ok++;
        }
        if (ok !== [10, 9][i % 2]) throw new Error(ok + ' are ok');`),
      WARM,
      times(1, 20),
      40e6,
    ),
  ],
  [
    `${CROWD} calls of verify at once`,
    rounds(
      crowd(`
        const message = await checksig.verify(directories[i % 2]);
        const expected = [null, '"' + directories[1] + '/httpd-08.log" - mismatch'];
        if (message !== expected[i % 2]) throw new Error(message);`),
      WARM,
      times(1, 10),
      40e6,
    ),
  ],
])('%s', (_, script) => {
  expect(runChild(script, null, { env: faulty() })).toEqual(done('none\n'));
});
