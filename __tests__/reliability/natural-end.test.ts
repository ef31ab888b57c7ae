/** A process ends by itself after its last await: nothing of the library's keeps it. */
import { done, runChild } from '../support/child';
import { endlessDirectory } from '../support/cli';
import { tell, timeExit } from '../support/exits';
import { badLogs, goodLogs } from '../support/logs';
import { bound, mostTime, times } from '../support/long';

jest.setTimeout(mostTime(30_000));

let data: { good: string; bad: string; endless: string };
beforeAll(() => {
  data = { good: goodLogs(), bad: badLogs(), endless: endlessDirectory() };
});

const many = (call: string, count: number) =>
  `await Promise.all(Array.from({ length: ${count} }, () => ${call}));`;

test.each([
  ['check', 'await checksig.check(data.good);'],
  ['64 checks', many('checksig.check(data.good)', 64)],
  ['check of no directory', "await checksig.check('gone').catch(() => undefined);"],
  ['checkSignatures that rejects', 'await checksig.checkSignatures(data.bad).catch(() => 0);'],
  ['checkEach', 'for await (const verdict of checksig.checkEach(data.good));'],
  [
    'checkEach with a break',
    'for await (const verdict of checksig.checkEach(data.endless)) break;',
  ],
  [
    // A timer that Node does not wait for: it waits for the check.
    'check that is aborted',
    'await checksig.check(data.endless, { signal: AbortSignal.timeout(50) }).catch(() => 0);',
  ],
  [
    '64 checks that are aborted',
    many('checksig.check(data.endless, { signal: AbortSignal.timeout(50) }).catch(() => 0)', 64),
  ],
  ['verify', 'await checksig.verify(data.bad);'],
  ['check, without standard error', 'await checksig.check(data.good); fs.closeSync(2);'],
  ['createManifest', "await checksig.createManifest(data.good, { manifest: 'new.sha1' });"],
  ['digestFile', "await checksig.digestFile(data.good + '/sha1sum.txt');"],
])('%s', async (call, script) => {
  const took = [];
  for (let run = 0; run < times(1, 50); run++) {
    const { ms, ...outcome } = await timeExit(`${script} leaving();`, data);
    expect(outcome).toEqual(done(''));
    took.push(ms);
  }
  tell(`natural end after ${call}`, took);
  expect(Math.max(...took)).toBeLessThan(bound(300));
});

test('not before the answer of a check that nobody waits for', () => {
  const verify = "checksig.verify(data).then(() => console.log('checked'));";
  expect(runChild(verify, data.bad)).toEqual(done('checked\n'));
  expect(runChild('checksig.checkSignatures(data);', data.bad)).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("code: 'CHECK_FAILED'") as string,
  });
});
