import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gnuTool, type GnuStream } from '../../lib/cli/gnu';
import { temporaryDirectory } from './temp';

/** One call of a tool. Strings have one character for each byte. */
export interface Call {
  readonly tool: string;
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * `describe` for comparisons with GNU coreutils 9. Where they are missing the tests fail on CI, and
 * are skipped elsewhere, which is said.
 */
export function describeWithGnu(): jest.Describe {
  const { stdout } = spawnSync('cksum', ['--version'], { encoding: 'utf8', timeout: 30_000 });
  // Of another 9.x some lines differ: see docs/cli.md.
  if (/^cksum \(GNU coreutils\) 9\.1\n/.test(stdout ?? '')) return describe;
  if (process.env['CI'] === 'true') throw new Error('CI has to have GNU coreutils 9.1');
  console.warn('Skipped: GNU coreutils 9.1 are missing.');
  return describe.skip;
}

let stdinFile: string | undefined;

/** Calls `use` with a descriptor from which the call's standard input is read. */
function withStdin<T>({ stdin = '' }: Call, use: (descriptor: number) => T): T {
  stdinFile ??= path.join(temporaryDirectory(), 'stdin');
  writeFileSync(stdinFile, stdin, 'latin1');
  return use(openSync(stdinFile, 'r'));
}

/** What checksig's tool does, in this process and its working directory. */
export async function runOurs(call: Call): Promise<Outcome> {
  const [stdout, stderr] = [new Collector(), new Collector()];
  const args = call.args.map((arg) => Buffer.from(arg, 'latin1'));
  return withStdin(call, async (stdin) => {
    try {
      const io = { stdout, stderr, stdin, env: call.env ?? {} };
      const status = await gnuTool(call.tool, args, io);
      return { status, stdout: stdout.text, stderr: stderr.text };
    } finally {
      closeSync(stdin);
    }
  });
}

/** What the installed tool does. */
export function runGnu(call: Call): Outcome {
  return withStdin(call, (stdin) => {
    try {
      const [file, args] = command(call);
      const { status, stdout, stderr } = spawnSync(file, args, {
        env: { PATH: process.env['PATH'], LC_ALL: 'C', ...call.env },
        stdio: [stdin, 'pipe', 'pipe'],
        encoding: 'latin1',
        timeout: 30_000,
      });
      return { status, stdout, stderr };
    } finally {
      closeSync(stdin);
    }
  });
}

/** Node encodes arguments in UTF-8: other bytes have to be written out for a shell. */
function command({ tool, args }: Call): [string, string[]] {
  if (args.every((arg) => !/[^\0-\x7f]/.test(arg))) return [tool, [...args]];
  const words = args.map((arg) => `$'${[...arg].map(octal).join('')}'`);
  return ['bash', ['-c', `exec ${tool} ${words.join(' ')}`]];
}

function octal(byte: string): string {
  return `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

class Collector implements GnuStream {
  readonly #chunks: Buffer[] = [];

  write(chunk: Uint8Array): void {
    this.#chunks.push(Buffer.from(chunk));
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString('latin1');
  }
}
