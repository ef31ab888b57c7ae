import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type * as Checksig from '../lib';
import { done, runChild } from './support/child';
import { goodLogs } from './support/logs';
import { buildDir, root } from './support/paths';
import { temporaryDirectory } from './support/temp';

const library = path.join(buildDir, '_checksig.so');
const platform = { platform: process.platform, arch: process.arch };
const { CHECKSIG_LIBRARY } = process.env;

afterEach(() => {
  jest.dontMock('detect-libc');
  pretend(platform);
  delete process.env.CHECKSIG_LIBRARY;
  if (CHECKSIG_LIBRARY !== undefined) process.env.CHECKSIG_LIBRARY = CHECKSIG_LIBRARY;
});

function pretend(properties: Partial<typeof platform>) {
  for (const [name, value] of Object.entries(properties)) {
    Object.defineProperty(process, name, { value });
  }
}

/** What a package says that has not loaded its library yet. */
function firstCall(): Promise<unknown> {
  jest.resetModules();
  const { verify } = jest.requireActual<typeof Checksig>('../lib');
  return verify(goodLogs()).catch((error: unknown) => error);
}

test('CHECKSIG_LIBRARY names the library', async () => {
  const copy = path.join(temporaryDirectory(), 'renamed.so');
  copyFileSync(library, copy);
  process.env.CHECKSIG_LIBRARY = copy;
  expect(await firstCall()).toBeNull();
});

test('CHECKSIG_LIBRARY names no file', async () => {
  process.env.CHECKSIG_LIBRARY = '/no/such/library.so';
  expect(await firstCall()).toMatchObject({
    code: 'LIBRARY_MISSING',
    path: '/no/such/library.so',
    message: expect.stringMatching(/CHECKSIG_LIBRARY is \/no\/such\/library\.so/) as string,
  });
});

test('a library that cannot be loaded', async () => {
  const file = path.join(temporaryDirectory(), 'broken.so');
  writeFileSync(file, 'no ELF file');
  process.env.CHECKSIG_LIBRARY = file;
  expect(await firstCall()).toMatchObject({
    code: 'LIBRARY_BROKEN',
    path: file,
    message: expect.stringMatching(/scripts\/build-go\.sh/) as string,
    cause: { message: expect.any(String) as string },
  });
});

/** A library that is none of ours. */
function compile(source: string): string {
  const directory = temporaryDirectory();
  const [c, file] = [path.join(directory, 'stale.c'), path.join(directory, 'stale.so')];
  writeFileSync(c, source);
  execFileSync('cc', ['-shared', '-fPIC', c, '-o', file]);
  return file;
}

test.each([
  ['without an ABI number', 'int other(void) { return 0; }', 'has ABI none'],
  ['of another ABI', 'int checksig_abi(void) { return 4711; }', 'has ABI 4711'],
])('a library %s is stale', async (_, source, found) => {
  const file = compile(source);
  process.env.CHECKSIG_LIBRARY = file;
  expect(await firstCall()).toMatchObject({
    code: 'LIBRARY_STALE',
    path: file,
    message: expect.stringContaining(found) as string,
  });
});

test('a library that cannot be used is said after wrong arguments, and may be mended', async () => {
  jest.resetModules();
  const { check } = jest.requireActual<typeof Checksig>('../lib');
  process.env.CHECKSIG_LIBRARY = compile('int other(void) { return 0; }');
  await expect(check(5 as never)).rejects.toThrow(/^dir: expected a path/);
  await expect(check(goodLogs())).rejects.toMatchObject({ code: 'LIBRARY_STALE' });
  process.env.CHECKSIG_LIBRARY = library;
  expect(await check(goodLogs())).toMatchObject({ ok: true });
});

test.each([{ platform: 'win32' as const }, { arch: 's390x' as const }])(
  'a system without a library: %j',
  async (properties) => {
    pretend(properties);
    expect(await firstCall()).toMatchObject({
      code: 'UNSUPPORTED_PLATFORM',
      message: expect.stringContaining(Object.values(properties).join()) as string,
    });
  },
);

test('musl is the reason why a library cannot be loaded', async () => {
  jest.doMock('detect-libc', () => ({ MUSL: 'musl', familySync: () => 'musl' }));
  const file = path.join(temporaryDirectory(), 'broken.so');
  writeFileSync(file, 'no ELF file');
  process.env.CHECKSIG_LIBRARY = file;
  expect(await firstCall()).toMatchObject({
    code: 'UNSUPPORTED_LIBC',
    message: expect.stringMatching(/glibc.*musl/) as string,
  });
});

/** Calls the built package from a copy of its own, which has the given library. */
function callFromCopy(place: string | undefined): string {
  const copy = temporaryDirectory();
  mkdirSync(path.join(copy, 'dist'));
  copyFileSync(path.join(root, 'dist/index.js'), path.join(copy, 'dist/index.js'));
  if (place !== undefined) {
    const file = path.join(copy, place);
    mkdirSync(path.dirname(file), { recursive: true });
    copyFileSync(library, file);
  }
  const script = `
    require(${JSON.stringify(copy)} + '/dist/index.js').verify(${JSON.stringify(goodLogs())})
      .then(String, (error) => error.code + ': ' + error.message)
      .then((text) => console.log(text));`;
  return execFileSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    env: { ...process.env, NODE_PATH: path.join(root, 'node_modules') },
    timeout: 30_000,
  });
}

test.each(['build/_checksig.so', `prebuilds/${platform.platform}-${platform.arch}/_checksig.so`])(
  'the package finds its own %s',
  (place) => {
    expect(callFromCopy(place)).toBe('null\n');
  },
);

test('a package without a library says where it looked and how to get one', () => {
  const output = callFromCopy(undefined);
  expect(output).toMatch(/^LIBRARY_MISSING: /);
  expect(output).toContain(`prebuilds/${platform.platform}-${platform.arch}/_checksig.so`);
  expect(output).toContain('scripts/build-go.sh');
});

describe('koffi', () => {
  /** Whether koffi's own module had to be loaded. */
  const told = `
    const { ok } = await checksig.check(data);
    const own = Object.keys(require.cache).some((file) => /koffi.index\\.cjs$/.test(file));
    console.log(ok, own);`;

  test('is loaded without its own module', () => {
    expect(runChild(told, goodLogs())).toEqual(done('true false\n'));
  });

  test.each([
    ['not in its place', 'throw new Error("no such file")'],
    ['another version', 'module.exports = { version: "0.0.0" }; delete require.cache[file]'],
  ])('is loaded by its own module where its binary is %s', (_, first) => {
    const script = `
      const Module = require('node:module');
      const load = Module._extensions['.node'];
      let tries = 0;
      Module._extensions['.node'] = (module, file) => {
        if (tries++ > 0) return load(module, file);
        ${first};
      };
      ${told}`;
    expect(runChild(script, goodLogs())).toEqual(done('true true\n'));
  });
});
