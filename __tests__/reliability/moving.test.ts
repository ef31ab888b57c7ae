/**
 * Files and directories that move while they are read. strace makes each read of a file wait, so
 * that what happens to it meanwhile happens in the middle.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CENSUS } from '../support/census';
import { done, runChild } from '../support/child';
import { faulty } from '../support/faulty';
import { times } from '../support/long';
import { temporaryDirectory } from '../support/temp';
import { describeWith } from '../support/tools';
import { sha1, tree } from '../support/tree';

const MEGABYTE = 'x'.repeat(1_000_000);

/**
 * A file of a megabyte and a list, with others of the same content or alone. It is read in four
 * pieces if it is alone, and in sixteen beside others; strace has its reads take 0.8 s together.
 */
function slowFile(others: number) {
  const names = ['file', ...Array.from({ length: others }, (_, i) => `other${i}`)];
  const list = names.map((name) => `${sha1(MEGABYTE)}  ${name}\n`).join('');
  const files = Object.fromEntries(names.map((name) => [name, MEGABYTE]));
  const directory = tree({ ...files, 'sha1sum.txt': list });
  const file = path.join(directory, 'file');
  const delays = ['inject=read:delay_enter=200000', 'inject=preadv2:delay_enter=50000'];
  const trace = ['-e', 'trace=read,preadv2', ...delays.flatMap((delay) => ['-e', delay])];
  return {
    directory,
    file,
    under: ['strace', '-f', '-qq', '-o', '/dev/null', '-P', file, ...trace],
  };
}

describe.each([
  ['alone', 0],
  ['beside others', 7],
])('%s', (_, others) => {
  describeWith('strace')('a file, in the middle of its reading,', () => {
    test.each([
      ['truncated', "fs.truncateSync('file', 300_000)", 'changed'],
      ['truncated to nothing', "fs.truncateSync('file', 0)", 'changed'],
      ['grown', "fs.appendFileSync('file', 'more')", 'changed'],
      ['written over with the same size', "fs.writeFileSync('file', 'y'.repeat(1e6))", 'changed'],
      // What was opened is what is read: a name that leads elsewhere since does not matter.
      ['deleted', "fs.unlinkSync('file')", 'ok'],
      ['renamed', "fs.renameSync('file', 'other')", 'ok'],
      ['replaced', "fs.writeFileSync('new', 'y'.repeat(1e6)); fs.renameSync('new', 'file')", 'ok'],
      ['made unreadable', "fs.chmodSync('file', 0)", 'ok'],
      [
        'replaced by a link that leads out',
        "fs.unlinkSync('file'); fs.symlinkSync('/dev/zero', 'file')",
        'ok',
      ],
      ['left without its directory', 'fs.rmSync(data, { recursive: true })', 'ok'],
    ])('%s', (_, meanwhile, status) => {
      const { directory, under } = slowFile(others);
      const script = `
      const checking = (async () => {
        for await (const { path, status } of checksig.checkEach(data)) {
          if (path === 'file') return status;
        }
      })();
      await sleep(500);
      process.chdir(data);
      ${meanwhile};
      console.log(await checking);`;
      expect(runChild(script, directory, { under })).toEqual(done(`${status}\n`));
    });
  });

  describeWith('strace')('a file', () => {
    test('has one descriptor, and what is opened is looked at, hashed and looked at again', () => {
      const { directory, file } = slowFile(others);
      const log = path.join(temporaryDirectory(), 'strace');
      // A log for each thread, in which no call is torn apart; the times give the order.
      const under = ['strace', '-ff', '-ttt', '-y', '-o', log, '-e', 'trace=%desc,%file'];
      const script = 'console.log((await checksig.check(data)).counts.ok);';
      expect(runChild(script, directory, { under })).toEqual(done(`${1 + others}\n`));
      const calls = readdirSync(path.dirname(log))
        .flatMap((name) => readFileSync(path.join(path.dirname(log), name), 'utf8').split('\n'))
        .filter((call) => call.includes(`<${file}>`))
        .sort()
        .map((call) => call.replace(/^[\d.]+ (\w+).* = (\d+).*$/, '$1 $2'));
      const reads = calls.filter((call) => /^(read|preadv2) /.test(call));
      expect(reads.reduce((sum, call) => sum + Number(call.split(' ')[1]), 0)).toBe(1_000_000);
      expect(calls).toEqual([
        expect.stringMatching(/^openat2 \d+$/),
        'fstat 0',
        ...reads,
        'fstat 0',
        'close 0',
      ]);
    });
  });
});

test('a directory that vanishes, again and again', () => {
  const SIZE = 1_000_000;
  const FILES = 200;
  const names = Array.from({ length: FILES }, (_, i) => `file${i}`);
  const digest = createHash('sha1').update(Buffer.alloc(SIZE)).digest('hex');
  const list = names.map((name) => `${digest}  ${name}\n`).join('');
  const script = `${CENSUS}
    const round = async () => {
      fs.mkdirSync(data.directory);
      const at = (name) => path.join(data.directory, name);
      fs.writeFileSync(at('sha1sum.txt'), data.list);
      for (const name of data.names) {
        fs.writeFileSync(at(name), '');
        fs.truncateSync(at(name), data.size);
      }
      // It takes a tenth of a second, most of which is left when the directory goes.
      const checking = checksig.check(data.directory);
      await sleep(10 + Math.random() * 20);
      fs.rmSync(data.directory, { recursive: true });
      const { counts } = await checking.catch(({ code }) => {
        if (!/^NO_/.test(code)) throw new Error(code); // gone before it was begun
        return { counts: { ok: 0, missing: data.names.length } };
      });
      if (counts.ok + counts.missing !== data.names.length) throw new Error(JSON.stringify(counts));
      return counts.missing;
    };
    await round();
    const before = await census();
    let vanished = 0;
    for (let i = 0; i < data.rounds; i++) vanished += await round();
    console.log(vanished > 0, leaks(before, await census()));`;
  const directory = path.join(temporaryDirectory(), 'vanishes');
  const data = { directory, names, list, size: SIZE, rounds: times(5, 100) };
  expect(runChild(script, data, { env: faulty() })).toEqual(done('true none\n'));
});
