/**
 * Files and directories that move while they are read. strace makes each read of a file wait, so
 * that what happens to it meanwhile happens in the middle.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CENSUS } from '../support/census';
import { done, runChild } from '../support/child';
import { faulty } from '../support/faulty';
import { times } from '../support/long';
import { temporaryDirectory } from '../support/temp';
import { describeWith } from '../support/tools';
import { sha1, tree } from '../support/tree';

const MEGABYTE = 'x'.repeat(1_000_000);

/** A file of a megabyte and its list; strace has each of its four reads wait for 0.2 s. */
function slowFile() {
  const directory = tree({ file: MEGABYTE, 'sha1sum.txt': `${sha1(MEGABYTE)}  file\n` });
  const file = path.join(directory, 'file');
  const trace = ['-e', 'trace=read', '-e', 'inject=read:delay_enter=200000'];
  return { directory, under: ['strace', '-f', '-qq', '-o', '/dev/null', '-P', file, ...trace] };
}

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
    const { directory, under } = slowFile();
    const script = `
      const checking = (async () => {
        for await (const verdict of checksig.checkEach(data)) return verdict.status;
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
    const directory = tree({ file: MEGABYTE, 'sha1sum.txt': `${sha1(MEGABYTE)}  file\n` });
    const file = path.join(directory, 'file');
    const log = path.join(temporaryDirectory(), 'strace');
    // A log for each thread, in which no call is torn apart; the times give the order.
    const under = ['strace', '-ff', '-ttt', '-y', '-o', log, '-e', 'trace=%desc,%file'];
    const script = 'console.log((await checksig.check(data)).counts.ok);';
    expect(runChild(script, directory, { under })).toEqual(done('1\n'));
    const calls = readdirSync(path.dirname(log))
      .flatMap((name) => readFileSync(path.join(path.dirname(log), name), 'utf8').split('\n'))
      .filter((call) => call.includes(`<${file}>`))
      .sort()
      .map((call) => call.replace(/^[\d.]+ (\w+).* = (\d+).*$/, '$1 $2'));
    const [descriptor] = calls[0]?.match(/\d+$/) ?? [];
    expect(calls).toEqual([
      `openat2 ${descriptor}`,
      'fstat 0',
      ...['read 262144', 'read 262144', 'read 262144', 'read 213568'],
      'fstat 0',
      'close 0',
    ]);
  });
});

test('a directory that vanishes, again and again', () => {
  const original = path.join(temporaryDirectory(), 'original');
  const FILES = 1000;
  const make = `mkdir "$0" && cd "$0" && for i in $(seq ${FILES}); do echo hello >$i; done`;
  spawnSync('bash', ['-c', make, original]);
  const hello = sha1('hello\n');
  const list = Array.from({ length: FILES }, (_, i) => `${hello}  ${i + 1}\n`).join('');
  writeFileSync(path.join(original, 'sha1sum.txt'), list);
  const script = `${CENSUS}
    const copy = data.original + '-copy';
    const round = async () => {
      fs.cpSync(data.original, copy, { recursive: true });
      const checking = checksig.check(copy);
      await sleep(Math.random() * 5);
      const removing = fs.promises.rm(copy, { recursive: true });
      const { counts } = await checking.catch(() => ({ counts: { ok: data.files, missing: 0 } }));
      await removing;
      if (counts.ok + counts.missing !== data.files) throw new Error(JSON.stringify(counts));
      return counts.missing > 0;
    };
    await round();
    const before = await census();
    let vanished = 0;
    for (let i = 0; i < 3 || (vanished === 0 && i < 100) || i < data.rounds; i++) vanished += await round();
    console.log(vanished > 0, leaks(before, await census()));`;
  const data = { original, files: FILES, rounds: times(3, 50) };
  expect(runChild(script, data, { env: faulty() })).toEqual(done('true none\n'));
});
