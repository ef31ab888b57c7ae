import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fromWritable, GNU_TOOLS, gnuTool, type GnuStream } from '../lib/cli/gnu';
import { strerror } from '../lib/cli/gnu/strerror';
import { version } from '../package.json';
import { describeWithGnu, runGnu, runOurs } from './support/gnu';
import { temporaryDirectory } from './support/temp';
import { describeWith } from './support/tools';

const HELLO = 'f572d396fae9206628714fb2ce00f72e94f2258f';
const HELLO_BASE64 = '9XLTlvrpIGYocU+yzgD3LpTyJY8=';
const EMPTY = 'da39a3ee5e6b4b0d3255bfef95601890afd80709';

const home = process.cwd();
let directory: string;

beforeEach(() => {
  directory = temporaryDirectory();
  process.chdir(directory);
  writeFileSync('f', 'hello\n');
});
afterEach(() => process.chdir(home));

describe('what is checksig’s own', () => {
  test.each(GNU_TOOLS)('%s --help and --version', async (tool) => {
    for (const args of [['--help'], ['--he', '--nonsense'], ['f', '-b', '--help']]) {
      if (tool === 'cksum' && args.includes('-b')) continue;
      const help = await runOurs({ tool, args });
      expect(help).toMatchObject({ status: 0, stderr: '' });
      expect(help.stdout).toMatch(new RegExp(`^Usage: ${tool} \\[OPTION\\]`));
      expect(help.stdout).toContain('-c, --check');
    }
    const stdout = `${tool} (checksig) ${version}\n`;
    expect(await runOurs({ tool, args: ['--version'] })).toEqual({ status: 0, stdout, stderr: '' });
  });

  test('a tool that there is not', async () => {
    await expect(runOurs({ tool: 'sum', args: [] })).rejects.toThrow(TypeError);
  });

  test.each<[string, string[], string]>([
    ['base64', ['--base64', '-a', 'sha1', 'f'], `SHA1 (f) = ${HELLO_BASE64}\n`],
    ['untagged base64', ['--base64', '-a', 'sha1', '--untagged', 'f'], `${HELLO_BASE64}  f\n`],
    ['a short option for base64', ['--b', '-a', 'sha1', 'f'], `SHA1 (f) = ${HELLO_BASE64}\n`],
    ['raw', ['--raw', '-a', 'sha1', 'f'], Buffer.from(HELLO, 'hex').toString('latin1')],
    ['debug', ['--debug', 'f'], '3015617425 6 f\n'],
  ])('cksum prints %s', async (_, args, stdout) => {
    expect(await runOurs({ tool: 'cksum', args })).toEqual({ status: 0, stdout, stderr: '' });
  });

  test.each<[string, string[], string]>([
    ['a base64 digest', ['-c'], `SHA1 (f) = ${HELLO_BASE64}`],
    ['an untagged base64 digest', ['-c', '-a', 'sha1'], `${HELLO_BASE64}  f`],
  ])('cksum checks %s', async (_, args, stdin) => {
    const call = { tool: 'cksum', args };
    expect(await runOurs({ ...call, stdin })).toEqual({ status: 0, stdout: 'f: OK\n', stderr: '' });
    const wrong = stdin.replace('9XLT', '8XLT');
    expect(await runOurs({ ...call, stdin: wrong })).toMatchObject({ stdout: 'f: FAILED\n' });
    const cut = stdin.replace('=  f', '  f').replace(/=$/, '');
    expect(await runOurs({ ...call, stdin: cut })).toMatchObject({ status: 1, stdout: '' });
  });

  test.each<[string, string[], string]>([
    ['--base64 with --raw', ['--base64', '--raw'], '--base64 and --raw are mutually exclusive'],
    [
      '--raw with two files',
      ['--raw', 'f', 'f'],
      'the --raw option is not supported with multiple files',
    ],
  ])('cksum refuses %s', async (_, args, reason) => {
    const outcome = await runOurs({ tool: 'cksum', args });
    expect(outcome).toMatchObject({ status: 1, stdout: '' });
    expect(outcome.stderr.split('\n')[0]).toBe(`cksum: ${reason}`);
  });

  test('what is no regular file is listed, and not waited for', async () => {
    execFileSync('mkfifo', ['fifo']);
    writeFileSync('list', `${EMPTY}  fifo\n${EMPTY}  /dev/null\n${HELLO}  f\n`);
    expect(await runOurs({ tool: 'sha1sum', args: ['-c', 'list'] })).toEqual({
      status: 1,
      stdout: 'fifo: FAILED open or read\n/dev/null: FAILED open or read\nf: OK\n',
      stderr:
        'sha1sum: fifo: Not a regular file\nsha1sum: /dev/null: Not a regular file\n' +
        'sha1sum: WARNING: 2 listed files could not be read\n',
    });
  });

  test('a directory has no CRC', async () => {
    expect(await runOurs({ tool: 'cksum', args: ['.', 'f'] })).toEqual({
      status: 1,
      stdout: '3015617425 6 f\n',
      stderr: 'cksum: .: Is a directory\n',
    });
  });

  test.each(['b2sum', 'cksum'])('%s finds a tag alone at the end of a list', async (tool) => {
    const stdin = 'BLAKE2b-8 (f) = 27\nBLAKE2b';
    expect(await runOurs({ tool, args: ['-c'], stdin })).toEqual({
      status: 0,
      stdout: 'f: OK\n',
      stderr: `${tool}: WARNING: 1 line is improperly formatted\n`,
    });
  });

  test('a line that is longer than any entry', async () => {
    const long = 'x'.repeat(40 * 1024 * 1024);
    writeFileSync('list', `${HELLO}  ${long}\n#${long}\n${HELLO}  f\n${long}`);
    expect(await runOurs({ tool: 'sha1sum', args: ['-wc', 'list'] })).toEqual({
      status: 0,
      stdout: 'f: OK\n',
      stderr:
        'sha1sum: list: 1: improperly formatted SHA1 checksum line\n' +
        'sha1sum: list: 4: improperly formatted SHA1 checksum line\n' +
        'sha1sum: WARNING: 2 lines are improperly formatted\n',
    });
  });
});

describe('what is read', () => {
  test('FIFOs as operands, each in its turn', async () => {
    execFileSync('mkfifo', ['fifo']);
    const writer = spawn('sh', ['-c', 'echo hello > fifo; sleep 0.2; printf "" > fifo']);
    const outcome = await runOurs({ tool: 'sha1sum', args: ['fifo', 'f', 'fifo'] });
    writer.kill();
    expect(outcome.stdout).toBe(`${HELLO}  fifo\n${HELLO}  f\n${EMPTY}  fifo\n`);
  });

  test('a list from a FIFO, as it comes', async () => {
    execFileSync('mkfifo', ['fifo', 'seen']);
    // The second entry is written only when the first one's verdict was seen.
    const script = `(echo '${HELLO}  f'; read seen < seen; printf '${HELLO} *f') > fifo`;
    const writer = spawn('sh', ['-c', script]);
    let stdout = '';
    const io = {
      stdout: {
        write(chunk: Uint8Array) {
          stdout += Buffer.from(chunk).toString();
          if (stdout === 'f: OK\n') writeFileSync('seen', 'seen\n');
        },
      },
      stderr: { write: () => undefined },
      env: {},
    };
    expect(await gnuTool('sha1sum', [Buffer.from('-c'), Buffer.from('fifo')], io)).toBe(0);
    expect(stdout).toBe('f: OK\nf: OK\n');
    writer.kill();
  });

  test('a device as an operand', async () => {
    const stdout = `${EMPTY}  /dev/null\n`;
    expect(await runOurs({ tool: 'sha1sum', args: ['/dev/null'] })).toMatchObject({ stdout });
  });
});

describe('what is written', () => {
  const failing = (code: string): GnuStream => ({
    write: () => Promise.reject(Object.assign(new Error(code), { code })),
  });

  test.each([
    ['EPIPE', ['f'], 141, ''],
    ['ENOSPC', ['f'], 1, 'sha1sum: write error\n'],
    ['ENOSPC', ['-z', 'f'], 1, 'sha1sum: write error: No space left on device\n'],
    ['ENOSPC', ['--help'], 1, 'sha1sum: write error\n'],
    ['ENOSPC', ['nope'], 1, 'sha1sum: nope: No such file or directory\n'],
  ])('standard output fails with %s: %j', async (code, args, status, stderr) => {
    let written = '';
    const io = {
      stdout: failing(code),
      stderr: { write: (chunk: Uint8Array) => void (written += Buffer.from(chunk).toString()) },
      env: {},
    };
    const bytes = args.map((arg) => Buffer.from(arg));
    expect(await gnuTool('sha1sum', bytes, io)).toBe(status);
    expect(written).toBe(stderr);
  });

  test('no faster than it is taken', async () => {
    const name = `${'./'.repeat(50)}f`;
    writeFileSync('list', `${HELLO}  ${name}\n`.repeat(10_000));
    let waiting = 0;
    let most = 0;
    let size = 0;
    const io = {
      stdout: {
        async write(chunk: Uint8Array) {
          most = Math.max(most, ++waiting);
          size += chunk.length;
          expect(chunk.length).toBeLessThan(512 * 1024);
          await new Promise((resolve) => setTimeout(resolve, 5));
          waiting--;
        },
      },
      stderr: { write: () => undefined },
      env: {},
    };
    expect(await gnuTool('sha1sum', [Buffer.from('-c'), Buffer.from('list')], io)).toBe(0);
    expect({ most, size }).toEqual({ most: 1, size: 10_000 * `${name}: OK\n`.length });
  });

  test('to a stream of Node’s', async () => {
    const cat = spawn('cat', { stdio: ['pipe', 'pipe', 'inherit'] });
    const stream = fromWritable(cat.stdin);
    const io = { stdout: stream, stderr: stream, env: {} };
    expect(await gnuTool('sha1sum', [Buffer.from('f'), Buffer.from('nope')], io)).toBe(1);
    cat.stdin.end();
    const text = Buffer.concat(await cat.stdout.toArray()).toString();
    expect(text).toBe(`${HELLO}  f\nsha1sum: nope: No such file or directory\n`);
  });
});

describeWithGnu()('as GNU has it', () => {
  test('every byte of a name in a diagnostic', async () => {
    const bytes = Array.from({ length: 255 }, (_, i) => String.fromCharCode(i + 1));
    const names = bytes
      .filter((byte) => byte !== '/')
      .flatMap((b) => [b, `a${b}`, `${b}a`, `${b}${b}`, `a'${b}`, `${b}'`, `'${b}a`, `a${b}\n b'`]);
    const call = { tool: 'sha1sum', args: ['--', ...names.filter((name) => name !== '-')] };
    expect(await runOurs(call)).toEqual(runGnu(call));
  });

  test('every abbreviation of an option', async () => {
    for (const tool of ['sha1sum', 'b2sum', 'cksum']) {
      const { stderr } = runGnu({ tool, args: ['--='] });
      const options = [...stderr.matchAll(/'--(\w[\w-]*)'/g)].map(([, name = '']) => name);
      const prefixes = options.flatMap((name) => [...name].map((_, end) => name.slice(0, end + 1)));
      for (const prefix of new Set(prefixes)) {
        if (/^[hvd]/.test(prefix) || (tool === 'cksum' && /^[br]/.test(prefix))) continue;
        for (const text of [`--${prefix}`, `--${prefix}=16`]) {
          const call = { tool, args: [text, 'f'] };
          expect({ call, ...(await runOurs(call)) }).toEqual({ call, ...runGnu(call) });
        }
      }
    }
  }, 60_000);

  test('a socket', async () => {
    const script = 'import socket; socket.socket(socket.AF_UNIX).bind("socket")';
    expect(spawnSync('python3', ['-c', script]).status).toBe(0);
    writeFileSync('list', `${HELLO}  socket\n`);
    for (const args of [['socket'], ['-c', 'list']]) {
      const call = { tool: 'sha1sum', args };
      expect(await runOurs(call)).toEqual(runGnu(call));
    }
  });

  test('many entries, most of them bad', async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => {
      if (i % 1000 === 7) return 'junk';
      if (i % 1000 === 8) return `${HELLO}  -`;
      return `${i % 3 ? HELLO : EMPTY}  ${i % 5 ? 'f' : `gone-${i}`}`;
    });
    writeFileSync('list', lines.join('\n'));
    const call = { tool: 'sha1sum', args: ['-wc', 'list'], stdin: 'hello\n' };
    expect(await runOurs(call)).toEqual(runGnu(call));
  }, 60_000);

  test('both streams in one file', async () => {
    writeFileSync('list', `${HELLO}  f\njunk\n${HELLO}  nope\n${EMPTY}  f\n`.repeat(50));
    const ours = openSync('ours', 'w');
    const stream = { write: (chunk: Uint8Array) => void writeSync(ours, chunk), fd: ours };
    const args = ['-wc', 'list', 'gone'];
    const io = { stdout: stream, stderr: stream, env: {} };
    await gnuTool(
      'sha1sum',
      args.map((arg) => Buffer.from(arg)),
      io,
    );
    const gnu = openSync('gnu', 'w');
    spawnSync('sha1sum', args, {
      stdio: ['ignore', gnu, gnu],
      env: { ...process.env, LC_ALL: 'C' },
    });
    closeSync(ours);
    closeSync(gnu);
    expect(readFileSync('ours', 'utf8')).toBe(readFileSync('gnu', 'utf8'));
  });

  test('the output is among the operands', async () => {
    const args = ['f', 'out', 'f'];
    const outputs: string[] = [];
    for (const who of ['ours', 'gnu']) {
      const out = openSync('out', 'w');
      const stdout = { write: (chunk: Uint8Array) => void writeSync(out, chunk), fd: out };
      const io = { stdout, stderr: { write: () => undefined }, env: {} };
      if (who === 'ours')
        await gnuTool(
          'sha1sum',
          args.map((arg) => Buffer.from(arg)),
          io,
        );
      else spawnSync('sha1sum', args, { stdio: ['ignore', out, 'inherit'] });
      closeSync(out);
      outputs.push(readFileSync('out', 'utf8'));
    }
    expect(outputs[0]).toBe(outputs[1]);
    expect(outputs[0]).toMatch(/^(\w{40} {2}(f|out)\n){3}$/);
  });

  test('absolute names, and names that lead out', async () => {
    writeFileSync(
      'list',
      `${HELLO}  ${path.resolve('f')}\n${HELLO}  ../${path.basename(directory)}/f\n`,
    );
    const call = { tool: 'sha1sum', args: ['-c', 'list'] };
    expect(await runOurs(call)).toMatchObject({ status: 0 });
    expect(await runOurs(call)).toEqual(runGnu(call));
  });
});

describeWith('python3')('strerror', () => {
  test('has the texts of the C library', () => {
    const script =
      'import errno, json, os; ' +
      'print(json.dumps({name: os.strerror(number) for number, name in errno.errorcode.items()}))';
    const stdout = execFileSync('python3', ['-c', script], { env: { LC_ALL: 'C' } });
    const texts = JSON.parse(stdout.toString()) as Record<string, string>;
    for (const [name, text] of Object.entries(texts)) {
      expect([text, name]).toContain(strerror(name));
    }
  });
});
