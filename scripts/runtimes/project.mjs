// What the tests of a runtime work on.
import { cpSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './run.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The environment in which `node` is the runtime's, if it has one. */
export const environment = (program) => ({
  ...process.env,
  PATH: [path.dirname(program), process.env.PATH].join(path.delimiter),
});

/** `npm pack` of what is built. */
export function pack(directory) {
  mkdirSync(directory);
  run('scripts/stage-prebuild.sh', [], { cwd: root });
  const options = ['--ignore-scripts', '--loglevel=error', '--pack-destination', directory];
  run('npm', ['pack', ...options], { cwd: root });
  return path.join(directory, readdirSync(directory)[0]);
}

/** A project with the package installed, as a user of the runtime does, and the smoke test. */
export function makeProject(directory, tarball, program) {
  cpSync(path.join(root, '__tests__/runtimes'), directory, { recursive: true });
  writeFileSync(path.join(directory, 'package.json'), '{ "private": true }\n');
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  run('npm', ['install', ...options, tarball], { cwd: directory, env: environment(program) });
  return directory;
}

/** A copy of testdata/logs, in which httpd-08.log does not match. */
export function makeLogs(directory) {
  cpSync(path.join(root, 'testdata/logs'), directory, { recursive: true });
  return directory;
}

/** A directory whose four files take minutes to read: they are large, and holes. */
export function makeEndless(directory) {
  mkdirSync(directory);
  const names = ['a', 'b', 'c', 'd'];
  for (const name of names) {
    const file = path.join(directory, name);
    writeFileSync(file, '');
    truncateSync(file, 2 ** 38);
  }
  const lines = ['gone', ...names].map((name) => `${'0'.repeat(40)}  ${name}\n`);
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines.join(''));
  return directory;
}
