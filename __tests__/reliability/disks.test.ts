/** Disks that fail, dawdle, answer in crumbs or are full. strace plays the disk. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CENSUS } from '../support/census';
import { done, runChild } from '../support/child';
import { faulty } from '../support/faulty';
import { bound, times } from '../support/long';
import { temporaryDirectory } from '../support/temp';
import { describeWhere, describeWith } from '../support/tools';
import { tree } from '../support/tree';

/**
 * Has strace do something to system calls on one path, or on all. Files are read with preadv2 beside
 * others, with pread64 where that is not known, and with read alone.
 */
const strace = (inject: string | readonly string[], file?: string) => {
  const all = [inject].flat();
  return [
    'strace',
    ...['-f', '-qq', '-o', '/dev/null', ...(file === undefined ? [] : ['-P', file])],
    ...['-e', `trace=${all.map((one) => one.split(':', 1)[0] ?? '').join()}`],
    ...all.flatMap((one) => ['-e', `inject=${one}`]),
  ];
};

/** The file system cannot tell what is in memory, as an overlayfs. */
const UNTOLD = 'preadv2:error=EOPNOTSUPP';

/** Three files of the same size and their list, in which all is well. */
function threeFiles(size = 1_000_000): string {
  const directory = temporaryDirectory();
  const lines = ['a', 'b', 'c'].map((name) => {
    const content = randomBytes(size);
    writeFileSync(path.join(directory, name), content);
    return `${createHash('sha1').update(content).digest('hex')}  ${name}\n`;
  });
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines.join(''));
  return directory;
}

const REPORT = `
  const { counts, failures } = await checksig.check(data);
  console.log(counts.ok, ...failures.map(({ path, status, code }) => [path, status, code].join(' ')));`;

describeWith('strace')('a disk', () => {
  // strace counts the calls of each thread by itself, and Go may change threads in between.
  jest.retryTimes(5);

  test.each([
    ['the first read', 'read,preadv2:error=EIO:when=1', 'b unreadable EIO'],
    ['a later read', 'read,preadv2:error=EIO:when=2+', 'b unreadable EIO'],
    ['a later read, as NFS does', 'read,preadv2:error=ESTALE:when=2+', 'b unreadable ESTALE'],
    ['fstat after the reads', 'fstat:error=EIO:when=2', 'b unreadable EIO'],
    ['fstat after the opening', 'fstat:error=EIO:when=1', 'b unreadable EIO'],
    ['opening', 'openat2:error=EIO', 'b unreadable EIO'],
    ['opening, with no descriptor left', 'openat2:error=EMFILE', 'b unreadable EMFILE'],
    ['opening, in want of memory', 'openat2:error=ENOMEM', 'b unreadable ENOMEM'],
  ])('that fails at %s is a verdict on that file', (_, inject, verdict) => {
    const directory = threeFiles();
    // Files are opened by their names beneath the directory, and known by their paths then.
    const file = inject.startsWith('openat2') ? 'b' : path.join(directory, 'b');
    const outcome = runChild(REPORT, directory, { under: strace(inject, file) });
    expect(outcome).toEqual(done(`2 ${verdict}\n`));
  });

  test.each([
    ['is quick', [], '3'],
    ['dawdles', ['pread64:delay_enter=2000'], '3'],
    ['fails', ['pread64:error=EIO:when=2+'], '2 b unreadable EIO'],
    ['is interrupted', ['pread64:error=EINTR:when=1+2'], '3'],
  ])('that cannot tell what is in memory, and %s', (_, inject, verdicts) => {
    const directory = threeFiles();
    const under = strace([UNTOLD, ...inject], path.join(directory, 'b'));
    expect(runChild(REPORT, directory, { under })).toEqual(done(`${verdicts}\n`));
  });

  test.each([
    ['a read of the list', 'sha1sum.txt', 'read:error=EIO:when=1', 'NO_MANIFEST'],
    ['a read of the directory', '', 'getdents64:error=EIO:when=1', 'ok'],
  ])('that fails at %s', (_, name, inject, answer) => {
    const directory = threeFiles();
    const under = strace(inject, path.join(directory, name));
    const script = `console.log(await checksig.check(data).then(({ ok }) => ok ? 'ok' : 'not ok', ({ code }) => code));`;
    expect(runChild(script, directory, { under })).toEqual(done(`${answer}\n`));
  });

  test('that interrupts reads is read again', () => {
    const directory = threeFiles();
    const under = strace('read,preadv2:error=EINTR:when=1+2', path.join(directory, 'b'));
    expect(runChild(REPORT, directory, { under })).toEqual(done('3\n'));
  });

  test.each([
    ['forcing the list to the disk', 'fsync:error=EIO:when=1'],
    ['forcing the list to the disk, which is full', 'fsync:error=ENOSPC:when=1'],
    ['putting the list into its place', 'renameat:error=ENOSPC'],
  ])('that fails at %s leaves the old list', (_, inject) => {
    const directory = tree({ a: 'hello\n', list: 'the old one' });
    const script = `
      console.log(await checksig.createManifest(data, { manifest: 'list' }).catch(({ code }) => code));`;
    const { status, stdout } = runChild(script, directory, { under: strace(inject) });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'CREATE_FAILED\n' });
    expect(readdirSync(directory)).toEqual(['a', 'list']);
    expect(readFileSync(path.join(directory, 'list'), 'utf8')).toBe('the old one');
  });

  test.each([
    ['dawdles', ['read,preadv2:delay_enter=400000']],
    ['dawdles and cannot tell', [UNTOLD, 'read,pread64:delay_enter=400000']],
  ])('that %s holds up neither the loop, nor libuv, nor an abort', (_, inject) => {
    const directory = threeFiles(200_000);
    const script = `
      const began = performance.now();
      const controller = new AbortController();
      const aborted = checksig.check(data, { signal: controller.signal }).catch(({ report, name }) =>
        [name, report?.counts.ok].join(' '));
      const whole = checksig.check(data);
      await sleep(100);
      let worst = 0;
      for (let i = 0; i < 50; i++) {
        const before = performance.now();
        await fs.promises.stat(data);
        worst = Math.max(worst, performance.now() - before);
      }
      const before = performance.now();
      controller.abort();
      const answer = await aborted;
      const aborting = performance.now() - before;
      const { counts } = await whole;
      const took = performance.now() - began;
      console.log(answer, counts.ok, worst < ${bound(100)}, aborting < ${bound(100)}, took > 1500);`;
    const under = strace(inject, path.join(directory, 'b'));
    expect(runChild(script, directory, { under })).toEqual(done('AbortError  3 true true true\n'));
  });
});

test('reads that bring less than they could', () => {
  const directory = threeFiles();
  const script = `${CENSUS}
    await checksig.check(data);
    const before = await census();
    for (let i = 0; i < ${times(3, 100)}; i++) {
      const { ok, bytes, counts } = await checksig.check(data, { extras: 'fail' });
      if (!ok || bytes !== 3e6 || counts.ok !== 3) throw new Error(JSON.stringify(counts));
    }
    console.log(leaks(before, await census()));`;
  const env = { ...faulty(), CHECKSIG_SHORT_READS: '1' };
  expect(runChild(script, directory, { env })).toEqual(done('none\n'));
});

const manyFiles = () =>
  tree(Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`files/${i}`, 'hello\n'])));

/** Writes a list that does not fit, and then one that does. */
const WRITE = `${CENSUS}
  const write = (files) => checksig.createManifest(data.files, { manifest: data.list })
    .then(({ entries }) => entries, ({ code }) => code);
  const first = await write();
  const before = await census();
  for (let i = 0; i < ${times(2, 50)}; i++) await write();
  console.log(first, fs.readdirSync(path.dirname(data.list)).join(), leaks(before, await census()));
  console.log(fs.readFileSync(data.list, 'utf8'));`;

test('a list that grows beyond a limit on the size of files', () => {
  const files = manyFiles();
  const directory = tree({ list: 'the old one' });
  const data = { files, list: path.join(directory, 'list') };
  const outcome = runChild(WRITE, data, { shell: 'ulimit -f 64', env: faulty() });
  expect(outcome).toEqual(done('CREATE_FAILED list none\nthe old one\n'));
});

const mounts = 'unshare -m mount -t tmpfs -o size=64k tmpfs /mnt';
describeWhere('mounting', mounts)('a full disk', () => {
  test('leaves the old list, and nothing half-written', () => {
    const files = manyFiles();
    const mount = temporaryDirectory();
    mkdirSync(path.join(mount, 'disk'));
    const list = path.join(mount, 'disk/list');
    const shell = `mount -t tmpfs -o size=64k tmpfs ${mount}/disk && printf 'the old one' >${list}`;
    const under = ['unshare', '-m', 'bash', '-c', `${shell} && exec "$0" "$@"`];
    const outcome = runChild(WRITE, { files, list }, { under, env: faulty() });
    expect(outcome).toEqual(done('CREATE_FAILED list none\nthe old one\n'));
  });
});
