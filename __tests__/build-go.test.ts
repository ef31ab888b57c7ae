import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildDir, root } from './support/paths';
import { temporaryDirectory } from './support/temp';

const script = path.join(root, 'scripts/build-go.sh');

function build(directory: string, env: NodeJS.ProcessEnv = {}, args: string[] = []) {
  const { status, stdout, stderr } = spawnSync(script, args, {
    cwd: os.tmpdir(),
    encoding: 'utf8',
    env: { ...process.env, CHECKSIG_BUILD_DIR: directory, ...env },
    timeout: 300_000,
  });
  return { status, output: stdout + stderr };
}

/** A copy of build/, for the real one is in use. */
function copyOfBuild(): string {
  const directory = temporaryDirectory();
  cpSync(buildDir, directory, { recursive: true, preserveTimestamps: true });
  expect(build(directory)).toEqual({ status: 0, output: '' });
  return directory;
}

/** The names and times of a build's files. */
function files(directory: string) {
  return readdirSync(directory)
    .sort()
    .map((name) => [name, statSync(path.join(directory, name)).mtimeMs]);
}

function executable(directory: string, name: string, text: string) {
  const file = path.join(directory, name);
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}

/** A PATH on which there are only these. */
function pathWith(...tools: string[]): string {
  const directory = temporaryDirectory();
  for (const tool of tools) {
    const which = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' });
    symlinkSync(which.stdout.trim(), path.join(directory, tool));
  }
  return directory;
}

function pathWithOldGo(): string {
  const directory = temporaryDirectory();
  executable(directory, 'go', '#!/bin/sh\necho go1.24.1\n');
  return `${directory}:${process.env['PATH']}`;
}

test('a library which is up to date is left alone', () => {
  const directory = copyOfBuild();
  const before = files(directory);
  expect(build(directory)).toEqual({ status: 0, output: '' });
  expect(files(directory)).toEqual(before);
});

test('a library of other sources is built again', () => {
  const directory = copyOfBuild();
  const before = files(directory);
  writeFileSync(path.join(directory, '_checksig.stamp'), 'other sources\n');
  expect(build(directory)).toEqual({ status: 0, output: '' });
  expect(files(directory).map(([name]) => name)).toEqual(before.map(([name]) => name));
  expect(files(directory)).not.toEqual(before);
}, 300_000);

test('a build which fails leaves what was there', () => {
  const directory = copyOfBuild();
  const before = files(directory);
  const { status, output } = build(directory, {}, ['-no-such-flag']);
  expect(status).toBe(2);
  expect(output).toContain('-no-such-flag');
  expect(files(directory)).toEqual(before);
});

test.each([
  {
    what: 'Go is missing',
    env: () => ({ PATH: pathWith('bash', 'dirname', 'mkdir', 'sed') }),
    status: 3,
    found: 'no go on PATH',
    needed: 'Go 1.',
  },
  {
    what: 'Go is too old',
    env: () => ({ PATH: pathWithOldGo() }),
    status: 4,
    found: 'go1.24.1',
    needed: 'Go 1.',
  },
  {
    what: 'a C compiler is missing',
    env: () => ({ CC: '/nonexistent/cc -m64' }),
    status: 5,
    found: 'no /nonexistent/cc',
    needed: 'a C compiler',
  },
])('$what: found, needed, fix', ({ what, env, status, found, needed }) => {
  const result = build(temporaryDirectory(), env());
  expect(result.status).toBe(status);
  const [headline, ...lines] = result.output.trimEnd().split('\n');
  expect(headline).toBe(`build-go.sh: ${what}`);
  expect(lines).toEqual([
    expect.stringContaining(`found:  ${found}`),
    expect.stringContaining(`needed: ${needed}`),
    expect.stringMatching(/fix: {4}\S/),
  ]);
});
