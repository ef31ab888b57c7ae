/** A directory that wants to fool, to block or to fill whoever checks it. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { check } from '../lib';
import { root } from './support/paths';
import { temporaryDirectory } from './support/temp';
import { describeWith } from './support/tools';
import { sha1, tree } from './support/tree';

const hello = sha1('hello\n');

/** What the list says, and the verdict that it should get. */
function hostileTree() {
  const parent = tree({ 'outside/canary': 'hello\n', 'root/a': 'hello\n' });
  const directory = path.join(parent, 'root');
  const at = (name: string) => path.join(directory, name);
  symlinkSync('../outside/canary', at('link-out'));
  symlinkSync(path.join(parent, 'outside/canary'), at('link-absolute'));
  symlinkSync('../outside', at('directory-out'));
  symlinkSync('loop', at('loop'));
  symlinkSync('/dev/zero', at('device'));
  symlinkSync('/proc/self/environ', at('proc'));
  execFileSync('mkfifo', [at('fifo')]);
  const verdicts: [name: string | Buffer, status: string][] = [
    ['a', 'ok'],
    ['../outside/canary', 'outside'],
    ['a/../../outside/canary', 'missing'],
    [path.join(parent, 'outside/canary'), 'outside'],
    ['link-out', 'outside'],
    ['link-absolute', 'outside'],
    ['directory-out/canary', 'outside'],
    ['device', 'outside'],
    ['proc', 'outside'],
    ['/dev/zero', 'outside'],
    ['loop', 'unreadable'],
    ['fifo', 'not-regular'],
    ['.', 'not-regular'],
    ['n'.repeat(10_000_000), 'unreadable'],
    ['new\nline\u001b[31m', 'missing'],
    [Buffer.from('\xff\xfe', 'latin1'), 'missing'],
  ];
  // A device of its own takes a privilege to make.
  if (spawnSync('mknod', [at('zero'), 'c', '1', '5']).status === 0) {
    verdicts.push(['zero', 'not-regular']);
  }
  const lines = verdicts.map(([name]) => {
    const bytes = Buffer.from(Buffer.from(name).toString('latin1').replace('\n', '\\n'), 'latin1');
    return Buffer.concat([Buffer.from(`\\${hello}  `), bytes, Buffer.from('\n')]);
  });
  writeFileSync(at('sha1sum.txt'), Buffer.concat(lines));
  return { parent, directory, statuses: verdicts.map(([, status]) => status) };
}

test('each trick gets its verdict', async () => {
  const { directory, statuses } = hostileTree();
  const { failures, counts } = await check(directory);
  expect(counts.ok).toBe(1);
  expect(failures.map(({ status }) => status)).toEqual(statuses.slice(1));
});

describeWith('strace')('under strace', () => {
  test('nothing outside is opened', () => {
    const { parent, directory } = hostileTree();
    const log = path.join(temporaryDirectory(), 'strace');
    const script = `require(${JSON.stringify(root)}).check(${JSON.stringify(directory)})
      .then((report) => console.log(report.counts.outside));`;
    // A file for each thread, in which no call is torn apart.
    const args = ['-ff', '-s', '4096', '-e', 'trace=open,openat,openat2', '-o', log];
    const { stdout } = spawnSync('strace', [...args, process.execPath, '-e', script], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(stdout).toBe('8\n');
    const calls = readdirSync(path.dirname(log)).flatMap((name) =>
      readFileSync(path.join(path.dirname(log), name), 'utf8').split('\n'),
    );
    const opened = (name: string) =>
      calls.filter((call) => call.includes(`"${name}"`) && !/= -1 E[A-Z]+ /.test(call));
    const names = ['../outside/canary', 'link-out', 'directory-out/canary', 'device', 'proc'];
    for (const name of [...names, '/dev/zero', path.join(parent, 'outside/canary')]) {
      expect(opened(name)).toEqual([]);
    }
    expect(opened('a')).toHaveLength(1);
  });
});

test.each([2 ** 28 + 1, 5 * 2 ** 30])('a list of %d bytes is refused unread', async (size) => {
  const directory = tree({ 'sha1sum.txt': '' });
  const list = openSync(path.join(directory, 'sha1sum.txt'), 'r+');
  ftruncateSync(list, size);
  closeSync(list);
  for (const options of [{}, { maxManifestBytes: 1e6 }]) {
    await expect(check(directory, options)).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
  }
});

test('files that vanish, grow and are replaced meanwhile', async () => {
  const directory = temporaryDirectory();
  const names = Array.from({ length: 20 }, (_, i) => `file${i}`);
  const content = 'x'.repeat(1_000_000);
  for (const name of names) writeFileSync(path.join(directory, name), content);
  const lines = names.map((name) => `${sha1(content)}  ${name}\n`).join('');
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines);
  const unrest = spawn('bash', [
    '-c',
    `cd "$0" && while :; do
      n=$((RANDOM % 20))
      case $((RANDOM % 4)) in
        0) rm -f "file$n" ;;
        1) printf more >>"file$n" ;;
        2) head -c 1000000 /dev/zero >"file$n" ;;
        *) printf less >temp && mv temp "file$n" ;;
      esac
    done`,
    directory,
  ]);
  try {
    for (let round = 0; round < 30; round++) {
      const { counts } = await check(directory);
      const { ok, mismatch, missing, changed, ...others } = counts;
      expect(ok + mismatch + missing + changed).toBe(names.length);
      expect(Object.values(others).every((count) => count === 0)).toBe(true);
    }
  } finally {
    unrest.kill('SIGKILL');
  }
});
