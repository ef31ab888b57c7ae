import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { badLogs, mismatch } from './support/logs';
import { root } from './support/paths';
import { temporaryDirectory } from './support/temp';

const tool = (name: string) => path.join(root, 'node_modules/.bin', name);

/** What a command prints. Throws when it fails. */
function run(command: string, args: string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${status}\n${stdout}${stderr}`);
  return stdout;
}

/**
 * `npm pack` as a publisher runs it, prepack and all, in a copy of the checkout: dist/ and
 * prebuilds/ are in use here.
 */
function packed(): string {
  const checkout = temporaryDirectory();
  const left = ['.git', 'node_modules', 'dist', 'prebuilds', 'coverage'];
  for (const name of readdirSync(root).filter((name) => !left.includes(name))) {
    cpSync(path.join(root, name), path.join(checkout, name), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(checkout, 'node_modules'));
  const destination = temporaryDirectory();
  run('npm', ['pack', '--pack-destination', destination], checkout);
  return path.join(destination, readdirSync(destination)[0] ?? 'nothing was packed');
}

/** An empty project in which the tarball is installed. */
function projectWith(tarball: string): string {
  const project = temporaryDirectory();
  writeFileSync(path.join(project, 'package.json'), '{ "private": true }');
  run('npm', ['install', tarball, '--prefer-offline', '--no-audit', '--no-fund'], project);
  mkdirSync(path.join(project, 'node_modules/@types'));
  for (const name of ['@types/node', 'undici-types']) {
    symlinkSync(path.join(root, 'node_modules', name), path.join(project, 'node_modules', name));
  }
  return project;
}

let tarball: string;
let project: string;

beforeAll(() => {
  tarball = packed();
  project = projectWith(tarball);
}, 600_000);

test('the tarball has what an installation needs, and nothing else', () => {
  const files = run('tar', ['-tzf', tarball], root).trimEnd().split('\n');
  expect(files.sort()).toEqual(
    [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/cli.js',
      'dist/index.d.mts',
      'dist/index.d.ts',
      'dist/index.js',
      'dist/index.mjs',
      'dist/whole.js',
      'package.json',
      `prebuilds/${process.platform}-${process.arch}/_checksig.so`,
    ].map((name) => `package/${name}`),
  );
});

test.each([
  ['publint', ['--strict'], 'All good!'],
  ['attw', ['--no-definitely-typed', '--no-emoji'], 'No problems found'],
])('%s has nothing to say', (name, options, verdict) => {
  expect(run(tool(name), [...options, tarball], root)).toContain(verdict);
});

const usage = `
  const [logs] = process.argv.slice(2);
  verify(logs).then((message) => console.log(message));
`;

test.each([
  ['an ES module', 'use.mjs', `import { verify } from 'checksig'; ${usage}`],
  ['a CommonJS module', 'use.cjs', `const { verify } = require('checksig'); ${usage}`],
])('%s uses the installed package', (_, name, source) => {
  writeFileSync(path.join(project, name), source);
  const logs = badLogs();
  expect(run(process.execPath, [name, logs], project)).toBe(`${mismatch(logs)}\n`);
});

test('npx checksig is the installed command', () => {
  const logs = badLogs();
  const { status, stdout } = spawnSync('npx', ['--no-install', 'checksig', '--quiet', logs], {
    cwd: project,
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 1, stdout: `${mismatch(logs)}\n` });
});

test.each([
  [
    'node16, both ways',
    ['use16.mts', 'use16.cts'],
    ['--module', 'node16', '--skipLibCheck', 'false'],
  ],
  [
    'bundler',
    ['bundled.ts'],
    ['--module', 'esnext', '--moduleResolution', 'bundler', '--skipLibCheck'],
  ],
])('types resolve: %s', (_, names, options) => {
  const source = `
    import { ChecksigError, checkSignatures, verify } from 'checksig';
    const message: Promise<string | null> = verify('logs');
    const nothing: Promise<void> = checkSignatures('logs');
    const error: Error = new Error('', { cause: [message, nothing] });
    if (error instanceof ChecksigError) error.message satisfies string;
    // @ts-expect-error A directory is named by a string: these are not any.
    void verify(5);
  `;
  for (const name of names) writeFileSync(path.join(project, name), source);
  const strict = ['--noEmit', '--strict', '--target', 'es2022'];
  const environment = ['--lib', 'es2022', '--types', 'node'];
  expect(run(tool('tsc'), [...strict, ...environment, ...options, ...names], project)).toBe('');
});

test.each(['index.d.ts', 'index.d.mts'])('no type of koffi is in %s', (name) => {
  const declarations = path.join(project, 'node_modules/checksig/dist', name);
  expect(readFileSync(declarations, 'utf8')).not.toContain('koffi');
});
