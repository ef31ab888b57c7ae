/** A check whose iterator nobody has any more ends, and leaves nothing behind. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { done, runChild } from '../support/child';
import { endlessDirectory } from '../support/cli';
import { LEFTOVERS, tell } from '../support/exits';
import { faulty } from '../support/faulty';
import { goodLogs } from '../support/logs';
import { bound, mostTime, times } from '../support/long';
import { temporaryDirectory } from '../support/temp';

jest.setTimeout(mostTime(30_000));

/** So many verdicts are more than the job's queue and its channel have room for. */
const MANY = 10_000;

/** Of `endless` one file is verified at once; `many` lists files of which there is none. */
let data: { good: string; endless: string; many: string; gone: string };
beforeAll(() => {
  const many = temporaryDirectory();
  const line = (i: number) => `${'0'.repeat(40)}  ${i}\n`;
  const list = Array.from({ length: MANY }, (_, i) => line(i)).join('');
  writeFileSync(path.join(many, 'sha1sum.txt'), list);
  data = { good: goodLogs(), endless: endlessDirectory(), many, gone: '/gone' };
});

const GC = 'gc();';
const GARBAGE = 'for (let i = 0; i < 100; i++) garbage = Array(1e5).fill(garbage.length);';

test.each([
  ['with a next that waits', 'many', 'each.next();', GC],
  ['between two verdicts', 'endless', 'await each.next();', GC],
  ['of a slow reader, for whom the work waits', 'many', 'await each.next(); await sleep(50);', GC],
  ['that only ordinary garbage collection finds', 'endless', 'await each.next();', GARBAGE],
  ['that an exception leaves', 'endless', 'for await (const verdict of each) throw verdict;', ''],
])('a check %s', (which, dir, script, collect) => {
  const rounds = times(1, 60);
  const source = `
    ${LEFTOVERS}
    let [alive, collected] = [0, 0]; // how many iterators, and when the last one ceased to be
    const iterators = new FinalizationRegistry(() => {
      alive--;
      collected = performance.now();
    });
    const begin = async () => {
      const each = checksig.checkEach(data.${dir});
      iterators.register(each);
      alive++;
      ${script}
    };
    let garbage = [];
    const results = [];
    for (let round = 0; round < ${rounds}; round++) {
      const checks = [8, 64, 1][round % 3];
      const reads = Array.from({ length: checks }, () => begin().catch(() => undefined));
      await Promise.all(reads);
      const running = left();
      const ms = await gone(() => { ${collect} });
      const ended = performance.now();
      while (${collect === GARBAGE} && alive > 0) await sleep(1);
      results.push({ running, ms, after: ended - collected });
    }
    console.log(JSON.stringify(results));`;
  const { stdout, ...outcome } = runChild(source, data, { env: faulty() });
  expect(outcome).toEqual({ status: 0, signal: null, stderr: '' });
  const results = JSON.parse(stdout) as { running: boolean; ms: number; after: number }[];
  expect(results).toHaveLength(rounds);
  expect(results.filter(({ running }) => collect !== '' && !running)).toEqual([]);
  // When ordinary garbage is collected is V8's to say; what follows is not.
  const took = results.map(({ ms, after }) => (collect === GARBAGE ? after : ms));
  tell(`the end of a check ${which}`, took);
  expect(Math.max(...took)).toBeLessThan(bound(1000));
});

test.each([
  ['read to its end', 'good', 'for await (const verdict of each);'],
  ['that was left', 'good', 'for await (const verdict of each) break;'],
  ['that an exception left', 'good', 'for await (const verdict of each) throw verdict;'],
  ['that was aborted', 'endless', 'for await (const verdict of each) controller.abort();'],
  ['without an answer', 'gone', 'for await (const verdict of each);'],
  ['that was never read', 'good', 'each.report;'],
])('an iterator %s is collected', (_, which, script) => {
  const source = `
    const left = [];
    for (let i = 0; i < 20; i++) {
      const controller = new AbortController();
      const each = checksig.checkEach(data.${which}, { signal: controller.signal });
      left.push(new WeakRef(each));
      await (async () => { ${script} })().catch(() => undefined);
    }
    for (let i = 0; i < 100 && left.filter((each) => each.deref()).length > 1; i++) {
      await sleep(20); // what was looked at is kept until the job is over
      gc();
    }
    console.log(left.filter((each) => each.deref()).length);`;
  // The last one may still be in a register.
  expect(runChild(source, data).stdout).toMatch(/^[01]\n$/);
});

test('who waits for a verdict gets it, however often garbage is collected', () => {
  const script = `
    const collecting = setInterval(gc, 1);
    const first = () => checksig.checkEach(data.many).next();
    const steps = [];
    for (let round = 0; round < ${times(20, 500)}; round++) {
      const step = first();
      gc();
      steps.push((await step).value.status);
    }
    clearInterval(collecting);
    console.log([...new Set(steps)].join());`;
  expect(runChild(script, data)).toEqual(done('missing\n'));
});

test('a check that waits for a reader who has gone keeps no process', () => {
  const script = `
    const each = checksig.checkEach(data.many);
    await each.next();
    globalThis.kept = each;`;
  expect(runChild(script, data)).toEqual(done(''));
});

test('a check that is being read goes on, however often garbage is collected', () => {
  const script = `
    const collecting = setInterval(gc, 5);
    let count = 0;
    for await (const verdict of checksig.checkEach(data.many)) count++;
    clearInterval(collecting);
    console.log(count);`;
  expect(runChild(script, data)).toEqual(done(`${MANY}\n`));
});
