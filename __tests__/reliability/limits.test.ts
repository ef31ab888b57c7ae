/** Processes that may have little: descriptors, addresses, memory. */
import { constants } from 'node:buffer';
import { existsSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CENSUS } from '../support/census';
import { done, runChild } from '../support/child';
import { faulty } from '../support/faulty';
import { badLogs, goodLogs } from '../support/logs';
import { times } from '../support/long';
import { describeWhere } from '../support/tools';
import { sha1, tree } from '../support/tree';

/** A list with a line for each of 2,000 files, as often as it takes to have so many lines. */
function files(lines: number): string {
  const FILES = 2000;
  const names = Array.from({ length: FILES }, (_, i) => `${i % 10}/${i}`);
  const directory = tree(Object.fromEntries(names.map((name) => [name, 'hello\n'])));
  const list = names.map((name) => `${sha1('hello\n')}  ${name}\n`).join('');
  writeFileSync(path.join(directory, 'sha1sum.txt'), list.repeat(lines / FILES));
  return directory;
}

const CHECK = `${CENSUS}
  const check = () => checksig.check(data.files);
  await Promise.all([check(), check()]);
  const before = await census();
  for (let i = 0; i < ${times(2, 20)}; i++) {
    const reports = await Promise.all([check(), check(), checksig.check(data.bad)]);
    console.log(...reports.map(({ counts }) => [counts.ok, counts.mismatch].join('+')));
  }
  console.log(leaks(before, await census()));`;

const CHECKED = '2000+0 2000+0 9+1\n'.repeat(times(2, 20)) + 'none\n';

test('64 descriptors', () => {
  const data = { files: files(2000), bad: badLogs() };
  expect(runChild(CHECK, data, { shell: 'ulimit -n 64', env: faulty() })).toEqual(done(CHECKED));
});

test('with few descriptors left nothing is taken for verified or missing', () => {
  const script = `${CENSUS}
    const check = () => checksig.check(data).then(
      ({ counts, failures }) => [
        counts.ok + counts.unreadable,
        ...new Set(failures.map(({ status, code }) => status + ' ' + code)),
      ].join(' '),
      ({ code }) => code,
    );
    await check();
    const before = await census();
    for (let left = 0; left < 6; left++) {
      const held = [];
      try { for (;;) held.push(fs.openSync('/dev/null')); } catch {}
      for (const descriptor of held.splice(0, left)) fs.closeSync(descriptor);
      const answer = await check();
      for (const descriptor of held) fs.closeSync(descriptor);
      console.log(left, answer);
    }
    console.log(await check(), leaks(before, await census()));`;
  const options = { shell: 'ulimit -n 64', env: faulty() };
  const { status, stdout, stderr } = runChild(script, files(2000), options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const answers = stdout.trimEnd().split('\n');
  expect(answers[0]).toBe('0 NO_DIRECTORY');
  for (const answer of answers.slice(1, 6)) {
    expect(answer).toMatch(/^\d (NO_MANIFEST|2000( unreadable EMFILE)?)$/);
  }
  expect(answers.slice(5)).toEqual(['5 2000', '2000 none']);
});

test('too few addresses for Go: the library is not loaded, and the process goes on', () => {
  const script = `
    for (let i = 0; i < 2; i++) {
      const { code, message } = await checksig.check(data).catch((error) => error);
      console.log(code, /ulimit -v/.test(message));
    }`;
  const outcome = runChild(script, badLogs(), { shell: `ulimit -v ${2 * 2 ** 20}` });
  expect(outcome).toEqual(done('LIBRARY_BROKEN true\n'.repeat(2)));
});

test('just enough addresses', () => {
  // What Node takes for two threads, 3.2 GiB in version 26, and what Go has to have once.
  const shell = `ulimit -v ${6 * 2 ** 20}`;
  const script = `
    const check = () => checksig.check(data).then(({ counts }) => counts.ok);
    await check();
    const answers = await Promise.all(Array.from({ length: 64 }, check));
    const worker = new Worker(\`
      require(\${JSON.stringify(process.cwd())}).check(require('node:worker_threads').workerData)
        .then(({ counts }) => require('node:worker_threads').parentPort.postMessage(counts.ok));
    \`, { eval: true, workerData: data });
    answers.push(await new Promise((resolve) => worker.once('message', resolve)));
    console.log([...new Set(answers)].join());`;
  expect(runChild(script, files(2000), { shell })).toEqual(done('2000\n'));
});

// Where a process may have millions, it takes too long to use them up.
const FEW = 'test "$(cat /proc/sys/vm/max_map_count)" -lt 2000000';
describeWhere('a usual limit on mappings', FEW)('few mappings', () => {
  test('a new worker is refused, others and the main thread go on', () => {
    const script = `
      const c = require('koffi').load('libc.so.6');
      const mmap = c.func('uint64_t mmap(uint64_t, uint64_t, int, int, int, int64_t)');
      const munmap = c.func('int munmap(uint64_t, uint64_t)');
      const protect = c.func('int mprotect(uint64_t, uint64_t, int)');
      const most = Number(fs.readFileSync('/proc/sys/vm/max_map_count', 'utf8'));
      const [pages, PAGE, PRIVATE_ANONYMOUS] = [Math.ceil(most * 7 / 8), 65536, 0x22];
      const check = () => checksig.check(data).then(({ ok }) => ok, ({ code }) => code);
      const worker = () => new Worker(\`
        const { parentPort, workerData } = require('node:worker_threads');
        const checksig = require(process.cwd());
        const answer = () => (\${check})().then((answer) => parentPort.postMessage(answer));
        const data = workerData;
        parentPort.on('message', answer);
        answer();
      \`, { eval: true, workerData: data });
      const answer = (worker) => new Promise((resolve) => worker.once('message', resolve));
      const before = worker();
      const answers = [await check(), await answer(before)];
      const start = mmap(0, pages * PAGE, 0, PRIVATE_ANONYMOUS, -1, 0);
      for (let i = 0; i < pages; i += 2) protect(start + i * PAGE, PAGE, 1); // is one of its own
      const late = worker();
      answers.push(await answer(late), await check());
      before.postMessage('');
      answers.push(await answer(before));
      munmap(start, pages * PAGE);
      late.postMessage('');
      answers.push(await answer(late));
      console.log(...answers);
      process.exit();`;
    const outcome = runChild(script, goodLogs());
    expect(outcome).toEqual(done('true true LIBRARY_BROKEN true true true\n'));
  });
});

test.each([
  ['digestFiles', 'checksig.digestFiles(paths)'],
  ['formatManifest', 'checksig.formatManifest(paths.map((path) => ({ path, ...entry })))'],
])('a call of %s that no string can hold', (_, call) => {
  const script = `
    const paths = Array(140_000).fill('a'.repeat(4000)); // 560,000,000 characters
    const entry = { algorithm: 'sha1', digest: '0'.repeat(40) };
    const error = await (async () => ${call})().catch((error) => error);
    console.log(error.code, error.message);`;
  expect(runChild(script, undefined)).toEqual(
    done(
      'LIMIT_EXCEEDED found paths and options that are too long for one call: together they ' +
        `have at most ${constants.MAX_STRING_LENGTH} characters, the length of the longest string\n`,
    ),
  );
});

/** The directory in which cgroups that limit memory are made: version 1, or 2. */
const v1 = existsSync('/sys/fs/cgroup/memory');
const groups = v1 ? '/sys/fs/cgroup/memory' : '/sys/fs/cgroup';
const limit = v1 ? 'memory.limit_in_bytes' : 'memory.max';
const group = `${groups}/checksig-${process.pid}`;
const enter = `mkdir -p ${group} && echo 134217728 >${group}/${limit} && echo $$ >${group}/cgroup.procs`;

describeWhere('cgroups', `${enter} && echo $$ >${groups}/cgroup.procs; rmdir ${group}`)(
  'a cgroup of 128 MiB',
  () => {
    afterAll(() => rmdirSync(group));

    test('a list of 500,000 entries', () => {
      const data = { files: files(500_000), bad: badLogs() };
      const script = `
        const { ok, counts } = await checksig.check(data.files);
        console.log(ok, counts.ok);`;
      expect(runChild(script, data, { shell: enter })).toEqual(done('true 500000\n'));
    });
  },
);
