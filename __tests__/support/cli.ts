import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  ftruncateSync,
  mkdirSync,
  closeSync,
  openSync,
  readdirSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './paths';
import { temporaryDirectory } from './temp';

export const cli = path.join(root, 'dist/cli.js');

export interface Outcome {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The environment of a run: nothing that decides about colours, unless the test says so. */
const environment = (env = {}) => ({ PATH: process.env['PATH'], TERM: 'xterm', ...env });

/** Runs `checksig` to its end. */
export function checksig(args: readonly string[], { cwd = root, env }: Surroundings = {}): Outcome {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd,
    env: environment(env),
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, signal, stdout, stderr };
}

/** What is on a terminal of 80 columns when a program has run there, and how it ended. */
const TERMINAL = `
import fcntl, os, pty, struct, subprocess, sys, termios
leader, follower = pty.openpty()
fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 80, 0, 0))
process = subprocess.Popen(sys.argv[1:], stdin=follower, stdout=follower, stderr=follower)
os.close(follower)
while True:
    try:
        data = os.read(leader, 65536)
    except OSError:
        break
    if not data:
        break
    os.write(1, data)
sys.exit(process.wait())
`;

/** Runs `checksig` on a terminal; `stdout` has everything that it was sent. */
export function onTerminal(args: readonly string[], { cwd = root, env }: Surroundings = {}) {
  const command = ['-c', TERMINAL, process.execPath, cli, ...args];
  const { status, stdout } = spawnSync('python3', command, {
    cwd,
    env: environment(env),
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, screen: stdout };
}

/**
 * Starts `checksig` and, once it does what `ready` waits for, sends it signals.
 *
 * @param reads whether anybody reads what it prints
 */
export async function interrupted(
  args: readonly string[],
  ready: (pid: number) => Promise<unknown>,
  signals: readonly NodeJS.Signals[],
  reads = true,
): Promise<Outcome> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: root, env: environment() });
  const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let [stdout, stderr] = ['', ''];
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  if (reads) child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  await ready(child.pid as number);
  for (const signal of signals) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    child.kill(signal);
    await sleep(300);
  }
  const [status, signal] = await closed;
  return { status, signal, stdout, stderr };
}

/** A directory with a file that is verified at once, and others that take minutes to read. */
export function endlessDirectory(algorithm = 'sha1', directory = temporaryDirectory()): string {
  const hello = 'hello\n';
  const digest = createHash(algorithm).update(hello).digest('hex');
  mkdirSync(directory, { recursive: true });
  writeFileSync(path.join(directory, 'first'), hello);
  const lines = [`${digest}  first\n`];
  for (const name of ['a', 'b', 'c', 'd']) {
    const file = openSync(path.join(directory, name), 'w');
    ftruncateSync(file, 2 ** 38);
    closeSync(file);
    lines.push(`${digest}  ${name}\n`);
  }
  writeFileSync(path.join(directory, `${algorithm}sum.txt`), lines.join(''));
  return directory;
}

/** Whether a process has files open beneath a directory. */
export function isReading(pid: number, directory: string): boolean {
  const descriptors = `/proc/${pid}/fd`;
  return readdirSync(descriptors).some((fd) => {
    try {
      return readlinkSync(path.join(descriptors, fd)).startsWith(`${directory}/`);
    } catch {
      return false; // closed meanwhile
    }
  });
}

/** Settles when a process has files open beneath a directory, or has none any more. */
export async function untilReading(pid: number, directory: string, expected = true) {
  while (isReading(pid, directory) !== expected) await sleep(20);
}
