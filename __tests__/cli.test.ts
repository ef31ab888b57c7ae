/** The command line for people, judged by what its processes print and how they end. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { version } from '../package.json';
import { checksig, type Outcome } from './support/cli';
import { badLogs, goodLogs, mismatch } from './support/logs';
import { temporaryDirectory } from './support/temp';

/** What a run came to, its time aside. */
function outcome({ status, stdout, stderr }: Outcome) {
  return { status, stdout: stdout.replace(/[\d.]+(?= s:)/g, 'TIME'), stderr };
}

const summary = (logs: string) => `213 kB in TIME s: ${logs}/sha1sum.txt (sha1)\n`;

const ok = (logs: string) => `OK      10 verified\n        ${summary(logs)}`;

const failed = (logs: string) =>
  `${mismatch(logs)}\n\nFAILED  9 verified, 1 mismatch\n        ${summary(logs)}`;

/** A directory with a list of lines. */
function listed(...lines: string[]): string {
  const directory = temporaryDirectory();
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines.map((line) => `${line}\n`).join(''));
  return directory;
}

const ZEROES = '0'.repeat(40);

describe('check', () => {
  test.each([
    ['without its name', []],
    ['by name', ['check']],
  ])('%s: all is well', (_, command) => {
    const logs = goodLogs();
    expect(outcome(checksig([...command, logs]))).toEqual({
      status: 0,
      stdout: ok(logs),
      stderr: '',
    });
  });

  test('tells what failed', () => {
    const logs = badLogs();
    expect(outcome(checksig([logs]))).toEqual({ status: 1, stdout: failed(logs), stderr: '' });
  });

  test('takes the working directory when nothing is named', () => {
    expect(outcome(checksig([], { cwd: badLogs() }))).toEqual({
      status: 1,
      stdout: failed('.').replaceAll('./', ''),
      stderr: '',
    });
  });

  test('takes a list, and the directory where it lies', () => {
    const logs = badLogs();
    symlinkSync('/dev/null', path.join(logs, 'sha256sum.txt'));
    expect(checksig([logs]).stderr).toContain('sha1sum.txt, sha256sum.txt');
    expect(outcome(checksig([path.join(logs, 'sha1sum.txt')]))).toMatchObject({
      status: 1,
      stdout: failed(logs),
    });
  });

  test('takes a list that is a link out of its directory', () => {
    const logs = badLogs();
    const link = path.join(logs, 'link');
    symlinkSync(path.join(goodLogs(), 'sha1sum.txt'), link);
    expect(checksig([link])).toMatchObject({ status: 0, stderr: '' });
  });

  test('says what is wrong with what is neither', () => {
    const loop = path.join(temporaryDirectory(), 'loop');
    symlinkSync('loop', loop);
    expect(checksig([loop])).toMatchObject({
      status: 2,
      stderr: `checksig: "${loop}" - too many levels of symbolic links\n`,
    });
  });

  test('takes several in turn, and the worst of them is the status', () => {
    const [bad, good] = [badLogs(), goodLogs()];
    const run = outcome(checksig([bad, '/nowhere', good]));
    expect(run).toEqual({
      status: 2,
      stdout: `${failed(bad)}\n\n${ok(good)}`,
      stderr: 'checksig: "/nowhere" - no such file or directory\n',
    });
    expect(checksig([bad, good]).status).toBe(1);
  });

  test('prints what failed and nothing else with --quiet', () => {
    const logs = badLogs();
    expect(checksig(['-q', logs])).toMatchObject({ status: 1, stdout: `${mismatch(logs)}\n` });
    expect(checksig(['--quiet', goodLogs()])).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  test('says so when no file was verified', () => {
    const directory = listed(`${ZEROES}  gone`);
    expect(outcome(checksig([directory, '--missing', 'ignore']))).toMatchObject({
      status: 1,
      stdout: expect.stringContaining(
        'no file was verified\nFAILED  0 verified, 1 missing',
      ) as string,
    });
  });

  test('prints the worst first, and says what it leaves out', () => {
    const lines = Array.from({ length: 150 }, (_, i) => `${ZEROES}  gone${i}`);
    const directory = listed(...lines, `${ZEROES}  altered`, 'no entry');
    writeFileSync(path.join(directory, 'altered'), 'x');
    const stdout = (...args: string[]) => checksig([directory, '-q', ...args]).stdout.split('\n');
    const all = stdout();
    expect(all).toHaveLength(1 + 1 + 100 + 1 + 1);
    expect(all[0]).toBe(`"${directory}/altered" - mismatch`);
    expect(all[1]).toMatch(/line 152 - malformed/);
    expect(all[2]).toBe(`"${directory}/gone0" - missing`);
    expect(all[102]).toMatch(/^and 50 more missing: /);
    expect(stdout('--max-failures', '1')).toEqual([
      expect.stringMatching(/^and 1 more mismatch: /),
      expect.stringMatching(/^and 1 more malformed: /),
      `"${directory}/gone0" - missing`,
      expect.stringMatching(/^and 149 more missing: /),
      '',
    ]);
    expect(stdout('--max-failures', '1000')).toHaveLength(153);
  });
});

describe('options', () => {
  test.each([
    [['--missing', 'ignore'], 0],
    [['--missing', 'fail'], 1],
    [['--missing', 'ignore', '--extras', 'fail'], 1],
    [['--missing', 'ignore', '--extras', 'report'], 0],
    [['--missing', 'ignore', '--symlinks', 'refuse'], 1],
    [['--missing', 'ignore', '--concurrency', '1'], 0],
    [['--missing', 'ignore', '--max-file-bytes', '5'], 1],
    [['--missing', 'ignore', '--max-entries', '2'], 2],
    [['--missing', 'ignore', '--max-manifest-bytes', '100'], 2],
    [['--missing', 'ignore', '--allowed-algorithms', 'sha256,sha512'], 2],
    [['--missing', 'ignore', '--allowed-algorithms', 'sha1,sha512'], 0],
    [['--missing', 'ignore', '--algorithm', 'sha1'], 0],
    [['--manifest', 'short.txt'], 0],
    [['--manifest', 'short.txt', '--manifest', 'sha1sum.txt'], 1],
    [['--manifest', 'odd.txt'], 1],
    [['--manifest', 'odd.txt', '--malformed', 'report'], 0],
    [['--manifest', 'nowhere.txt'], 2],
  ])('%p: status %d', (options, status) => {
    const hello = 'f572d396fae9206628714fb2ce00f72e94f2258f';
    const directory = listed(`${hello}  file`, `${hello}  link`, `${ZEROES}  gone`);
    writeFileSync(path.join(directory, 'file'), 'hello\n');
    symlinkSync('file', path.join(directory, 'link'));
    writeFileSync(path.join(directory, 'short.txt'), `${hello}  file\n`);
    writeFileSync(path.join(directory, 'odd.txt'), `${hello}  file\nno entry\n`);
    expect(checksig([...options, directory])).toMatchObject({ status });
  });

  test.each([
    [['--extra', 'fail'], "unknown option '--extra'\n(Did you mean --extras?)"],
    [['check', '--alowed-algorithms'], '(Did you mean --allowed-algorithms?)'],
    [['create', '--from', 'bsd', '.'], '(Did you mean --form?)'],
    [['--extras', 'no'], '--extras: expected one of "ignore", "report", "fail", found "no"'],
    [['--max-entries', '3MB'], "option '--max-entries <N>' argument '3MB' is invalid."],
    [['--concurrency', '0'], '--concurrency: expected an integer from 1 to 1024, found number 0'],
    [['--allowed-algorithms', 'sha1,'], '--allowed-algorithms: expected one of md5, '],
    [['--manifest'], "option '--manifest <LIST>' argument missing"],
    [['--manifest', 'x', __filename], `${__filename} is a list, and --manifest names another`],
    [[''], 'dir: expected a path, found an empty string'],
    [['create'], "missing required argument 'DIR'"],
    [['create', '/nowhere'], '"/nowhere" - no such file or directory'],
  ])('%p is refused', (args, message) => {
    const { status, stdout, stderr } = checksig(args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^checksig: /);
  });
});

test.each([['--help'], ['check --help'], ['create --help'], ['-h']])(
  '%s fits a screen of 80 columns and 24 lines',
  (args) => {
    const { status, stdout, stderr } = checksig(args.split(' '));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^Usage: checksig/);
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  },
);

test('--version prints the version', () => {
  expect(checksig(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
});

describe('create', () => {
  test('then check is ok', () => {
    const logs = goodLogs();
    rmSync(path.join(logs, 'sha1sum.txt'));
    mkdirSync(path.join(logs, 'deeper'));
    writeFileSync(path.join(logs, 'deeper', 'new\nline'), 'x');
    expect(checksig(['create', logs])).toMatchObject({
      status: 0,
      stdout: `${logs}/sha256sum.txt (sha256): 11 files, 213 kB\n`,
      stderr: '',
    });
    expect(checksig([logs, '--extras', 'fail'])).toMatchObject({ status: 0, stderr: '' });
  });

  test('takes its options, and tells what it leaves out', () => {
    const directory = temporaryDirectory();
    writeFileSync(path.join(directory, 'file'), 'hello\n');
    symlinkSync('file', path.join(directory, 'link'));
    const options = ['--algorithm', 'sha1', '--form', 'bsd', '--manifest', 'list'];
    const run = checksig(['create', ...options, '--symlinks', 'refuse', '-q', directory]);
    expect(run).toMatchObject({ status: 0, stdout: '' });
    expect(run.stderr).toBe(`checksig: left out: "${directory}/link" - not-regular: link\n`);
    expect(checksig([path.join(directory, 'list')])).toMatchObject({ status: 0 });
    const json = checksig(['create', '--json', directory]).stdout;
    expect(JSON.parse(json)).toMatchObject({ dir: directory, algorithm: 'sha256', entries: 3 });
  });
});
