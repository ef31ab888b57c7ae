/** How the library behaves in a process of its own: beside others, with little to live on. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { done, runChild } from './support/child';
import { goodLogs } from './support/logs';
import { root } from './support/paths';
import { temporaryDirectory } from './support/temp';
import { describeWith } from './support/tools';
import { endlessTree } from './support/tree';

test('the ES module and the CommonJS module are one', () => {
  const script = `
    const module = await import(${JSON.stringify(path.join(root, 'dist/index.mjs'))});
    const same = Object.keys(checksig).filter((name) => module[name] === checksig[name]);
    const names = (exports) => Object.keys(exports).sort().join();
    console.log(names(module) === names(checksig), same.length === Object.keys(module).length);`;
  expect(runChild(script)).toEqual(done('true true\n'));
});

test('running checks leave the pool of libuv to others', () => {
  const script = `
    let running = 16;
    for (let i = 0; i < 16; i++) checksig.checkSignatures(data).finally(() => running--);
    await sleep(100);
    for (let i = 0; i < 1000; i++) await fs.promises.stat(data);
    console.log(running);
    process.exit();`;
  expect(runChild(script, endlessTree())).toEqual(done('16\n'));
});

test('200,000 entries with 256 descriptors', () => {
  const directory = temporaryDirectory();
  const FILES = 2000;
  const lines: string[] = [];
  mkdirSync(path.join(directory, 'd'));
  for (let i = 0; i < FILES; i++) {
    writeFileSync(path.join(directory, 'd', String(i)), 'hello\n');
    lines.push(`f572d396fae9206628714fb2ce00f72e94f2258f  d/${i}\n`);
  }
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines.join('').repeat(200_000 / FILES));
  const script = `
    await checksig.checkSignatures(data);
    console.log(await checksig.verify(data));`;
  expect(runChild(script, directory, { shell: 'ulimit -n 256' })).toEqual(done('null\n'));
});

test('the first check of a process collects no garbage, and later ones seldom', () => {
  const script = `
    await checksig.check(data);
    await sleep(50); // for a collection that has begun
    fs.writeSync(2, 'first\\n');
    for (let i = 0; i < 600; i++) await checksig.check(data);`;
  // Go then writes a line for each collection, with the memory at which the next one begins.
  const { status, stderr } = runChild(script, goodLogs(), { env: { GODEBUG: 'gctrace=1' } });
  const [before, after] = stderr.split('first\n');
  const goals = [...(after ?? '').matchAll(/^gc .* (\d+) MB goal/gm)].map((line) =>
    Number(line[1]),
  );
  expect({ status, before }).toEqual({ status: 0, before: '' });
  expect(goals.length).toBeGreaterThan(1);
  expect(goals.length).toBeLessThan(20);
  expect(goals.at(-1)).toBeGreaterThan(32);
});

describeWith('strace')('of the threads of Go', () => {
  test('the one that watches the others, and no other, may wake late', () => {
    const directory = temporaryDirectory();
    const log = path.join(directory, 'thread'); // one for each, with its number
    const under = ['strace', '-ff', '-o', log, '-e', 'trace=prctl,nanosleep'];
    const script = 'console.log((await checksig.check(data)).ok);';
    expect(runChild(script, goodLogs(), { under })).toEqual(done('true\n'));
    const threads = readdirSync(directory).map((name) =>
      readFileSync(path.join(directory, name), 'utf8'),
    );
    const usual = threads.flatMap((calls) => /PR_GET_TIMERSLACK\) += (\d+)/.exec(calls)?.[1] ?? []);
    const slackOf = (calls: string) => /PR_SET_TIMERSLACK, (\d+)/.exec(calls)?.[1];
    const watches = (calls: string) => calls.includes('nanosleep({tv_sec=0, tv_nsec=20000}');
    const others = threads.filter((calls) => slackOf(calls) && !watches(calls));
    expect(threads.filter(watches).map(slackOf)).toEqual(['1000000']);
    expect(new Set(others.map(slackOf))).toEqual(new Set(usual));
    expect(usual).toHaveLength(1);
  });
});

/** Far into directories of which there is none: messages that have it are long, and soon made. */
const longName = `${'gone'.repeat(60)}/`.repeat(16);

test('verdicts that nobody reads do not fill the memory', () => {
  const directory = temporaryDirectory();
  const line = (i: number) => `${'0'.repeat(40)}  ${longName}${i}\n`;
  const list = Array.from({ length: 20_000 }, (_, i) => line(i)).join('');
  writeFileSync(path.join(directory, 'sha1sum.txt'), list);
  // All verdicts, each with its name and its message, would have 160 MB.
  const script = `
    const each = checksig.checkEach(data);
    const before = process.memoryUsage.rss();
    await each.next();
    await sleep(2000);
    const grown = process.memoryUsage.rss() - before;
    let count = 1;
    for await (const verdict of each) count++;
    console.log(count, grown < 80e6 ? 'bounded' : 'grown by ' + grown);`;
  expect(runChild(script, directory)).toEqual(done('20000 bounded\n'));
});

test('every message is freed, and once', () => {
  const directory = temporaryDirectory();
  const line = (i: number) => `${'0'.repeat(40)}  ${longName}${i}\n`;
  const list = Array.from({ length: 300 }, (_, i) => line(i)).join('');
  writeFileSync(path.join(directory, 'sha1sum.txt'), list);
  // Each answer has more than a megabyte; glibc aborts at a second free.
  const script = `
    const round = async () => {
      for (let i = 0; i < 20; i++) {
        const { length } = await checksig.verify(data);
        if (length < 1e6) throw new Error('too short');
        await checksig.checkSignatures(data).catch(() => undefined);
        gc();
      }
      return process.memoryUsage.rss();
    };
    await round();
    let before = await round();
    const growth = []; // the memory grows by chance, too, but not in every round
    for (let i = 0; i < 3; i++) {
      const after = await round();
      growth.push(after - before);
      before = after;
    }
    const grown = Math.min(...growth);
    console.log(grown < 10e6 ? 'freed' : 'grown by ' + grown);`;
  expect(runChild(script, directory, { timeout: 120_000 })).toEqual(done('freed\n'));
}, 120_000);
