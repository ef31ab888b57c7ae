/** How the library behaves in a process of its own: at its end, in workers, with little to live on. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { badLogs, goodLogs } from './support/logs';
import { root } from './support/paths';
import { temporaryDirectory } from './support/temp';
import { endlessTree } from './support/tree';

/**
 * Runs a script with the built package as `checksig`, as an async function's body. A shell command
 * may go before it.
 */
function run(script: string, { shell = 'true', timeout = 30_000 } = {}) {
  const source = `
    const checksig = require(${JSON.stringify(root)});
    const { Worker, isMainThread } = require('node:worker_threads');
    const fs = require('node:fs');
    const { setTimeout: sleep } = require('node:timers/promises');
    const endless = ${JSON.stringify(endless)};
    (async () => { ${script} })();`;
  const command = `${shell} && exec "$0" "$@"`;
  const args = ['-c', command, process.execPath, '--expose-gc', '-e', source];
  const { status, signal, stdout, stderr } = spawnSync('bash', args, {
    cwd: root,
    encoding: 'utf8',
    timeout,
  });
  return { status, signal, stdout, stderr };
}

const done = (stdout: string, status = 0) => ({ status, signal: null, stdout, stderr: '' });

let endless: string;
beforeAll(() => {
  endless = endlessTree();
});

describe('a process ends', () => {
  test('by itself when the last check has its answer', () => {
    const logs = JSON.stringify(goodLogs());
    const script = `await checksig.checkSignatures(${logs}); console.log('checked');`;
    expect(run(script)).toEqual(done('checked\n'));
  });

  test('with the answer of a check that nobody waited for', () => {
    const logs = JSON.stringify(badLogs());
    expect(run(`checksig.verify(${logs}).then(() => console.log('checked'));`)).toEqual(
      done('checked\n'),
    );
    expect(run(`checksig.checkSignatures(${logs});`)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("code: 'CHECK_FAILED'") as string,
    });
  });

  test.each([1, 8, 64])('by process.exit while %d checks run', (checks) => {
    const script = `
      for (let i = 0; i < ${checks}; i++) checksig.checkSignatures(endless);
      await sleep(100);
      process.exit(7);`;
    expect(run(script)).toEqual(done('', 7));
  });

  test('by process.exit at once', () => {
    expect(run('checksig.checkSignatures(endless); process.exit(7);')).toEqual(done('', 7));
  });

  test('by an uncaught exception while a check runs', () => {
    const script = `
      checksig.checkSignatures(endless);
      await sleep(100);
      throw new Error('uncaught');`;
    expect(run(script)).toMatchObject({
      status: 1,
      signal: null,
      stderr: expect.stringContaining('Error: uncaught') as string,
    });
  });

  test('by a signal while a check runs', () => {
    const script = `
      checksig.checkSignatures(endless);
      await sleep(100);
      process.kill(process.pid, 'SIGTERM');`;
    expect(run(script)).toMatchObject({ signal: 'SIGTERM' });
  });
});

test('a check whose iterator nobody has any more ends', () => {
  const script = `
    const held = () => fs.readdirSync('/proc/self/fd').some((fd) => {
      try { return fs.readlinkSync('/proc/self/fd/' + fd).startsWith(endless); }
      catch { return false; }
    });
    await (async () => {
      const each = checksig.checkEach(endless);
      await Promise.race([each.next(), sleep(100)]);
    })();
    console.log(held());
    while (held()) { gc(); await sleep(10); }
    console.log('ended');`;
  expect(run(script)).toEqual(done('true\nended\n'));
});

describe('a worker', () => {
  const worker = (script: string) => `
    const worker = new Worker(\`
      const checksig = require(${JSON.stringify(root)});
      const { parentPort, workerData } = require('node:worker_threads');
      (async () => { ${script} })();\`, { eval: true, workerData: endless });`;

  test('checks, beside other workers', () => {
    const logs = JSON.stringify(badLogs());
    const script = `
      const codes = await Promise.all(Array.from({ length: 8 }, () => new Promise((resolve) => {
        ${worker(`parentPort.postMessage(
          await checksig.checkSignatures(${logs}).catch((error) => error.code));`)}
        worker.on('message', resolve);
      })));
      console.log(codes.join());`;
    expect(run(script)).toEqual(done(`${Array(8).fill('CHECK_FAILED').join()}\n`));
  });

  test('can be terminated while it checks, and the check ends after the lease', () => {
    const script = `
      ${worker(`
        checksig.checkSignatures(workerData);
        setTimeout(() => parentPort.postMessage('started'), 100);`)}
      await new Promise((resolve) => worker.on('message', resolve));
      await worker.terminate();
      const reading = () => fs.readdirSync('/proc/self/fd').some((fd) => {
        try { return fs.readlinkSync('/proc/self/fd/' + fd).startsWith(endless); }
        catch { return false; }
      });
      console.log('terminated', reading());
      while (reading()) await sleep(100);
      console.log('stopped');`;
    expect(run(script, { timeout: 60_000 })).toEqual(done('terminated true\nstopped\n'));
  }, 60_000);

  test('can exit while it checks', () => {
    const script = `
      ${worker(`
        checksig.checkSignatures(workerData);
        setTimeout(() => process.exit(3), 100);`)}
      worker.on('exit', (code) => { console.log('exit', code); process.exit(); });`;
    expect(run(script)).toEqual(done('exit 3\n'));
  });
});

test('the ES module and the CommonJS module are one', () => {
  const script = `
    const module = await import(${JSON.stringify(path.join(root, 'dist/index.mjs'))});
    console.log(Object.keys(module).every((name) => module[name] === checksig[name]));`;
  expect(run(script)).toEqual(done('true\n'));
});

test('running checks leave the pool of libuv to others', () => {
  const script = `
    let running = 16;
    for (let i = 0; i < 16; i++) checksig.checkSignatures(endless).finally(() => running--);
    await sleep(100);
    for (let i = 0; i < 1000; i++) await fs.promises.stat(endless);
    console.log(running);
    process.exit();`;
  expect(run(script)).toEqual(done('16\n'));
});

test('200,000 entries with 256 descriptors', () => {
  const directory = temporaryDirectory();
  const FILES = 2000;
  const lines: string[] = [];
  mkdirSync(path.join(directory, 'd'));
  for (let i = 0; i < FILES; i++) {
    writeFileSync(path.join(directory, 'd', String(i)), 'hello\n');
    lines.push(`f572d396fae9206628714fb2ce00f72e94f2258f  d/${i}\n`);
  }
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines.join('').repeat(200_000 / FILES));
  const script = `
    const directory = ${JSON.stringify(directory)};
    await checksig.checkSignatures(directory);
    console.log(await checksig.verify(directory));`;
  expect(run(script, { shell: 'ulimit -n 256' })).toEqual(done('null\n'));
});

test('verdicts that nobody reads do not fill the memory', () => {
  const directory = temporaryDirectory();
  const line = (i: number) => `${'0'.repeat(40)}  ${'gone'.repeat(60)}${i}\n`;
  const list = Array.from({ length: 200_000 }, (_, i) => line(i)).join('');
  writeFileSync(path.join(directory, 'sha1sum.txt'), list);
  // The list has 58 MB, which Go keeps; all verdicts, each with its message, would have 170 MB.
  const script = `
    const each = checksig.checkEach(${JSON.stringify(directory)});
    const before = process.memoryUsage.rss();
    await each.next();
    await sleep(2000);
    const grown = process.memoryUsage.rss() - before;
    let count = 1;
    for await (const verdict of each) count++;
    console.log(count, grown < 130e6 ? 'bounded' : 'grown by ' + grown);`;
  expect(run(script)).toEqual(done('200000 bounded\n'));
});

test('every message is freed, and once', () => {
  const directory = temporaryDirectory();
  const line = (i: number) => `${'0'.repeat(40)}  ${'gone'.repeat(50)}${i}\n`;
  const list = Array.from({ length: 5000 }, (_, i) => line(i)).join('');
  writeFileSync(path.join(directory, 'sha1sum.txt'), list);
  // Each answer has more than a megabyte; glibc aborts at a second free.
  const script = `
    const directory = ${JSON.stringify(directory)};
    const round = async () => {
      for (let i = 0; i < 20; i++) {
        const { length } = await checksig.verify(directory);
        if (length < 1e6) throw new Error('too short');
        await checksig.checkSignatures(directory).catch(() => undefined);
        gc();
      }
      return process.memoryUsage.rss();
    };
    await round();
    const before = await round();
    const grown = (await round()) - before;
    console.log(grown < 10e6 ? 'freed' : 'grown by ' + grown);`;
  expect(run(script, { timeout: 120_000 })).toEqual(done('freed\n'));
}, 120_000);
