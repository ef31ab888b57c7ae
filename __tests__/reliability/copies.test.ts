/** The package more than once in one process. */
import { spawnSync } from 'node:child_process';
import { cpSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { both } from '../support/both';
import { done, runChild } from '../support/child';
import { mostTime, times } from '../support/long';
import { root } from '../support/paths';
import { temporaryDirectory } from '../support/temp';

jest.setTimeout(mostTime(30_000));

const rounds = times(5, 2000);

test('the ES module and the CommonJS module check at once', () => {
  const script = `
    ${both()}
    const module = await import(data);
    await beside(async () => { for (let i = 0; i < ${rounds}; i++) await both(module); });
    console.log('checked');`;
  expect(runChild(script, path.join(root, 'dist/index.mjs'))).toEqual(done('checked\n'));
});

/** Another installation of the package, with a library file of its own. */
function copyOfPackage(): string {
  const copy = temporaryDirectory();
  for (const name of ['dist', 'package.json', path.join('build', '_checksig.so')]) {
    cpSync(path.join(root, name), path.join(copy, name), { recursive: true });
  }
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

describe('two copies of the package, each with its own Go', () => {
  test('check at once', () => {
    const [first, second] = [copyOfPackage(), copyOfPackage()];
    const script = `
      ${both()}
      const copies = [data.first, data.second].map((copy) => require(copy));
      const module = await import(data.first + '/dist/index.mjs');
      await beside(async () => {
        for (let i = 0; i < ${rounds}; i++) await Promise.all([...copies, module].map((copy) => both(copy)));
      });
      const libraries = fs.readFileSync('/proc/self/maps', 'utf8').match(/\\S*_checksig.so$/gm);
      console.log(new Set(libraries).size);`;
    const env = { CHECKSIG_LIBRARY: '' };
    expect(runChild(script, { first, second }, { env })).toEqual(done('3\n'));
  });

  test('leave process.exit as it is', () => {
    const script = `
      ${both()}
      const copy = require(data);
      await Promise.all([both(), both(copy)]);
      for (let i = 0; i < 8; i++) [both(), both(copy)];
      process.exit(7);`;
    expect(runChild(script, copyOfPackage())).toEqual(done('', 7));
  });
});

test('the package is loaded often, without a warning', () => {
  const script = `
    const loaded = Object.keys(require.cache).filter((file) => file.startsWith(data + '/dist'));
    for (let i = 0; i < 12; i++) {
      for (const file of loaded) delete require.cache[file];
      await require(data).check('testdata/logs');
    }
    console.log(loaded.length > 0, process.listenerCount('SIGCHLD'));`;
  expect(runChild(script, root)).toEqual(done('true 1\n'));
});

test('jest loads the package anew for each file and after resetModules', () => {
  const project = temporaryDirectory();
  const source = `
    ${both()}
    let checksig = require(${JSON.stringify(root)});
    test('checks', () => both(checksig));
    test.each([1, 2, 3, 4])('checks after resetModules, %d', async () => {
      const before = checksig;
      jest.resetModules();
      checksig = require(${JSON.stringify(root)});
      expect(checksig).not.toBe(before);
      await Promise.all([both(before), both(checksig)]);
    });`;
  writeFileSync(path.join(project, 'package.json'), '{}');
  for (const name of ['a', 'b', 'c']) {
    writeFileSync(path.join(project, `${name}.test.js`), source);
  }
  const jestBin = path.join(root, 'node_modules/jest/bin/jest.js');
  const args = [jestBin, '--runInBand', '--json', '--rootDir', project];
  const { status, signal, stdout } = spawnSync(process.execPath, args, {
    cwd: project,
    encoding: 'utf8',
    timeout: mostTime(30_000),
  });
  expect({ status, signal }).toEqual({ status: 0, signal: null });
  expect(JSON.parse(stdout)).toMatchObject({ numPassedTests: 15, numTotalTestSuites: 3 });
});
