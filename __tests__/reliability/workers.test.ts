/** Workers that check come and go, in every way, and leave nothing behind. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { done, runChild } from '../support/child';
import { LEFTOVERS, tell, timeExit } from '../support/exits';
import { faulty } from '../support/faulty';
import { badLogs, goodLogs } from '../support/logs';
import { bound, mostTime, times } from '../support/long';
import { root } from '../support/paths';
import { temporaryDirectory } from '../support/temp';
import { endlessTree } from '../support/tree';

jest.setTimeout(mostTime(60_000));

/** `many` lists files of which there is none. */
let data: { bad: string; good: string; endless: string; many: string };
beforeAll(() => {
  const many = temporaryDirectory();
  const line = (i: number) => `${'0'.repeat(40)}  ${i}\n`;
  const list = Array.from({ length: 50_000 }, (_, i) => line(i)).join('');
  writeFileSync(path.join(many, 'sha1sum.txt'), list);
  data = { bad: badLogs(), good: goodLogs(), endless: endlessTree(), many };
});

/** For scripts: `start` has a worker run a script and returns it; `said` waits for what it says. */
const WORKERS = `
  const start = (script, more) => new Worker(\`
    const checksig = require(${JSON.stringify(root)});
    const { parentPort, workerData } = require('node:worker_threads');
    const { setTimeout: sleep } = require('node:timers/promises');
    (async () => { \${script} })();\`, { eval: true, workerData: { ...data, ...more } });
  const said = (worker, event) => new Promise((resolve) => worker.once(event, resolve));`;

test('check, 8 beside each other', () => {
  const script = `
    ${WORKERS}
    const codes = await Promise.all(Array.from({ length: 8 }, () => said(start(\`
      parentPort.postMessage(
        await checksig.checkSignatures(workerData.bad).catch((error) => error.code));\`), 'message')));
    console.log(codes.join());`;
  expect(runChild(script, data)).toEqual(done(`${Array(8).fill('CHECK_FAILED').join()}\n`));
});

test('a session ends with its last check, on the main thread a turn later', () => {
  // It has one listener.
  const COUNT = `
    const listeners = () => process.listenerCount('exit');
    const counts = [listeners()];
    for (let i = 0; i < 3; i++) await checksig.check(good);
    counts.push(listeners());
    await new Promise(setImmediate);
    counts.push(listeners());
    const found = counts.map((count) => count - counts[0]).join();`;
  const script = `
    const { good } = data;
    ${COUNT}
    ${WORKERS}
    const worker = start(\`const { good } = workerData;
      ${COUNT}
      parentPort.postMessage(found);\`);
    console.log(found, await said(worker, 'message'));`;
  expect(runChild(script, data)).toEqual(done('0,1,0 0,0,0\n'));
});

/** What workers do, again and again, when they are terminated. */
const WORK = [
  'checksig.check(workerData.endless);',
  'for (let i = 0; i < 8; i++) checksig.check(workerData.endless);',
  'for (;;) for await (const verdict of checksig.checkEach(workerData.many));',
  // Its reader is slow: the job waits.
  'const each = checksig.checkEach(workerData.many); await each.next(); setInterval(() => each, 9);',
  'checksig.createManifest(workerData.endless, { manifest: "new.sha1" });',
  'checksig.digestFile(workerData.endless + "/a");',
  'checksig.check(workerData.endless); await sleep(20); for (;;);',
  '(async () => { for (;;) await checksig.check(workerData.good); })();',
];

test('are terminated, and their checks end after the lease', () => {
  const rounds = times(1, 25);
  const script = `
    ${WORKERS}
    ${LEFTOVERS}
    const results = [];
    for (let round = 0; round < ${rounds}; round++) {
      const workers = data.work.map((work) =>
        start("parentPort.postMessage('loaded', await checksig.check(workerData.good));" + work));
      await Promise.all(workers.map((worker) => said(worker, 'message')));
      const terminated = await Promise.all(workers.map(async (worker) => {
        await sleep(Math.random() * 200);
        const begun = performance.now();
        const status = await worker.terminate();
        if (status !== 1) throw new Error('status ' + status);
        return performance.now() - begun;
      }));
      results.push({ terminated, running: left(), stopped: await gone() });
      // The main thread's checks have nothing to do with it.
      if (!(await checksig.check(data.good)).ok) throw new Error('not ok');
    }
    console.log(JSON.stringify(results));`;
  // For the time of the lease all cores are busy: tests beside it go first.
  const { stdout, ...outcome } = runChild(
    script,
    { ...data, work: WORK },
    { env: faulty(), timeout: mostTime(60_000), under: ['nice', '-n', '5'] },
  );
  expect(outcome).toEqual({ status: 0, signal: null, stderr: '' });
  const results = JSON.parse(stdout) as {
    terminated: number[];
    running: boolean;
    stopped: number;
  }[];
  expect(results).toHaveLength(rounds);
  expect(results.filter(({ running }) => !running)).toEqual([]);
  const terminated = results.flatMap((result) => result.terminated);
  const stopped = results.map((result) => result.stopped);
  tell('worker.terminate()', terminated);
  tell('the check of a terminated worker still ran', stopped);
  expect(Math.max(...terminated)).toBeLessThan(bound(1000));
  expect(Math.max(...stopped)).toBeLessThan(bound(12_000));
});

test('are terminated while they read and write lists', () => {
  const rounds = times(4, 100);
  const script = `
    ${WORKERS}
    for (let round = 0; round < ${rounds}; round++) {
      const worker = start(\`
        const { entries } = checksig.parseManifest(workerData.list);
        parentPort.postMessage('loaded');
        for (;;) {
          checksig.parseManifest(workerData.list);
          checksig.formatManifest(entries);
        }\`);
      await said(worker, 'message');
      await sleep(200 + Math.random() * 200); // by then V8 has compiled the loop as one
      const status = await worker.terminate();
      if (status !== 1) throw new Error('status ' + status);
    }
    console.log((await checksig.check(data.good)).ok);`;
  const list = `${'0'.repeat(40)}  a\n`;
  expect(runChild(script, { ...data, list })).toEqual(done('true\n'));
});

test.each([
  ['process.exit()', 'process.exit(3);', 'exit 3'],
  ['an uncaught exception', "throw new Error('uncaught');", 'uncaught exit 1'],
  ['an unhandled rejection', "Promise.reject(new Error('unhandled'));", 'unhandled exit 1'],
  ['an abort, and nothing more to do', 'controller.abort();', 'exit 0'],
])('end by %s while they check', (way, leave, expected) => {
  const rounds = times(2, 200);
  const script = `
    ${WORKERS}
    ${LEFTOVERS}
    const moment = new BigInt64Array(new SharedArrayBuffer(8));
    const results = [];
    for (let round = 0; round < ${rounds}; round++) {
      const more = { checks: [8, 1][round % 2], after: Math.random() * 150, moment };
      const worker = start(data.work, more);
      let how = '';
      worker.on('error', (error) => how += error.message + ' ');
      const status = await said(worker, 'exit');
      const ms = Number(process.hrtime.bigint() - moment[0]) / 1e6;
      results.push({ how: how + 'exit ' + status, ms, stopped: await gone() });
    }
    console.log(JSON.stringify(results));`;
  const work = `
    const controller = new AbortController();
    const { signal } = controller;
    for (let i = 0; i < workerData.checks; i++) {
      checksig.check(workerData.endless, { signal }).catch(() => undefined);
    }
    setTimeout(() => {
      workerData.moment[0] = process.hrtime.bigint();
      ${leave}
    }, workerData.after);`;
  const { stdout, ...outcome } = runChild(script, { ...data, work }, { env: faulty() });
  expect(outcome).toEqual({ status: 0, signal: null, stderr: '' });
  const results = JSON.parse(stdout) as { how: string; ms: number; stopped: number }[];
  expect(results.map(({ how }) => how)).toEqual(Array(rounds).fill(expected));
  const took = results.map(({ ms }) => ms);
  const stopped = results.map((result) => result.stopped);
  tell(`${way} of a worker`, took);
  tell('its checks still ran', stopped);
  expect(Math.max(...took)).toBeLessThan(bound(300));
  expect(Math.max(...stopped)).toBeLessThan(bound(300));
});

test.each([1, 8])('end with their process, of which %d check', async (workers) => {
  const script = `
    ${WORKERS}
    const all = Array.from({ length: data.workers }, () =>
      start("checksig.check(workerData.endless); parentPort.postMessage('checking');"));
    await Promise.all(all.map((worker) => said(worker, 'message')));
    await sleep(Math.random() * 150);
    leaving();
    process.exit(7);`;
  const took = [];
  for (let run = 0; run < times(1, 50); run++) {
    const { ms, ...outcome } = await timeExit(script, { ...data, workers });
    expect(outcome).toEqual(done('', 7));
    took.push(ms);
  }
  tell(`process.exit() with ${workers} workers that check`, took);
  expect(Math.max(...took)).toBeLessThan(bound(1000));
});
