import { spawnSync } from 'node:child_process';
import { root } from './paths';
import { mostTime } from './long';

export interface ChildOptions {
  /** A shell command that goes before, such as `ulimit -n 64`. */
  shell?: string;
  /** What the process may take in all, in ms; it is killed then. */
  timeout?: number;
  /** Added to the environment. */
  env?: Record<string, string>;
  /** Added to the command that runs the script: Node's options. */
  flags?: readonly string[];
  /** A command, with its arguments, that runs Node: `['strace', '-f']`. */
  under?: readonly string[];
  /** The package's directory, where it is not this one. */
  packageRoot?: string;
}

/** What became of a process. */
export interface Outcome {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs a script in a process of its own, as the body of an async function. It has the built package
 * as `checksig`, `data` as what was given, and `fs`, `path`, `sleep`, `Worker`.
 */
export function runChild(script: string, data: unknown = null, options: ChildOptions = {}) {
  const { shell = 'true', timeout = mostTime(30_000), env, flags = [], under = [] } = options;
  const source = `
    const checksig = require(${JSON.stringify(options.packageRoot ?? root)});
    const data = ${JSON.stringify(data)};
    const fs = require('node:fs');
    const path = require('node:path');
    const { Worker, isMainThread } = require('node:worker_threads');
    const { setTimeout: sleep } = require('node:timers/promises');
    (async () => { ${script} })();`;
  const command = [...under, process.execPath, '--expose-gc', ...flags, '-e', source];
  const args = ['-c', `${shell} && exec "$0" "$@"`, ...command];
  const { status, signal, stdout, stderr } = spawnSync('bash', args, {
    cwd: root,
    encoding: 'utf8',
    timeout,
    killSignal: 'SIGKILL',
    maxBuffer: 2 ** 28,
    env: { ...process.env, ...env },
  });
  return { status, signal, stdout, stderr } satisfies Outcome;
}

/** The outcome of a process that printed this, and nothing to complain about. */
export const done = (stdout: string, status = 0): Outcome => ({
  status,
  signal: null,
  stdout,
  stderr: '',
});
