/** Children, a cluster and workers, of a process that checks and checking themselves. */
import { both, scriptFile } from '../support/both';
import { done, runChild } from '../support/child';
import { mostTime, times } from '../support/long';

jest.setTimeout(mostTime(30_000));

/** `exit(child)` is how it ends; `all(count, make)` is what comes of that many at once. */
const helpers = `
  const exit = (child) => new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal ?? code));
  });
  const all = (count, make) => Promise.all(Array.from({ length: count }, (_, i) => make(i)));
  const equal = require('node:assert/strict').deepEqual;`;

describe('a process that checks', () => {
  test('spawns children', () => {
    const rounds = times(3, 200);
    const script = `
      ${both()} ${helpers}
      const { spawn } = require('node:child_process');
      const child = (i) => exit(spawn('sh', ['-c', 'exit ' + (i % 256)], { stdio: 'ignore' }));
      await beside(async () => {
        for (let round = 0; round < ${rounds}; round++) {
          const codes = await all(10, (i) => child(10 * round + i));
          equal(codes, codes.map((_, i) => (10 * round + i) % 256));
        }
      });
      console.log('spawned');`;
    expect(runChild(script)).toEqual(done('spawned\n'));
  });

  test('waits for children that it spawns synchronously', () => {
    const script = `
      ${both()} ${helpers}
      const { spawnSync } = require('node:child_process');
      await beside(async () => {
        for (let i = 0; i < ${times(20, 1000)}; i++) {
          const { status, stdout } = spawnSync('sh', ['-c', 'echo a; exit 3'], { encoding: 'utf8' });
          equal([status, stdout], [3, 'a\\n']);
          await sleep(1);
        }
      });
      console.log('spawned');`;
    expect(runChild(script)).toEqual(done('spawned\n'));
  });

  test('kills children', () => {
    const script = `
      ${both()} ${helpers}
      const { spawn } = require('node:child_process');
      await beside(async () => {
        for (let round = 0; round < ${times(3, 100)}; round++) {
          const children = Array.from({ length: 10 }, () => spawn('sleep', ['1000']));
          const ends = children.map(exit);
          for (const child of children) child.kill('SIGTERM');
          equal(await Promise.all(ends), Array(10).fill('SIGTERM'));
        }
      });
      console.log('killed');`;
    expect(runChild(script)).toEqual(done('killed\n'));
  });

  test('forks children that check', () => {
    const file = scriptFile(`
      process.once('message', async (code) => {
        await both();
        process.send('checked', () => process.exit(code));
      });`);
    const script = `
      ${both()} ${helpers}
      const { fork } = require('node:child_process');
      await beside(async () => {
        for (let round = 0; round < ${times(1, 30)}; round++) {
          const codes = await all(3, async (i) => {
            const child = fork(data);
            let said;
            child.on('message', (message) => { said = message; });
            const over = new Promise((resolve) => child.on('disconnect', resolve));
            child.send(100 + i);
            const code = await exit(child);
            await over;
            return [code, said];
          });
          equal(codes, [[100, 'checked'], [101, 'checked'], [102, 'checked']]);
        }
      });
      console.log('forked');`;
    expect(runChild(script, file)).toEqual(done('forked\n'));
  });
});

test('a cluster checks in its primary and in its workers', () => {
  // Each worker serves requests by checking, until it is told to end.
  const file = scriptFile(`
    const cluster = require('node:cluster');
    const server = require('node:http').createServer(async (_, response) => {
      await both();
      response.end('checked by ' + cluster.worker.id);
    });
    server.listen(0, '127.0.0.1');
    process.once('message', (code) => {
      process.exitCode = code;
      cluster.worker.disconnect();
    });`);
  const rounds = times(3, 1000);
  const script = `
    ${both()} ${helpers}
    const cluster = require('node:cluster');
    cluster.setupPrimary({ exec: data, execArgv: [] });
    const workers = [cluster.fork(), cluster.fork()];
    const ports = await Promise.all(workers.map((worker) =>
      new Promise((resolve, reject) => {
        worker.on('listening', ({ port }) => resolve(port));
        worker.on('exit', reject);
      })));
    const answers = new Set();
    const ends = await beside(async () => {
      for (let i = 0; i < ${rounds}; i++) {
        await all(4, async () => {
          const headers = { connection: 'close' };
          const response = await fetch('http://127.0.0.1:' + ports[0], { headers });
          answers.add(await response.text());
        });
      }
      const ends = Promise.all(workers.map(exit));
      workers.forEach((worker, i) => worker.send(40 + i));
      return ends;
    });
    console.log([...answers].sort().join(), ends.join());`;
  expect(runChild(script, file)).toEqual(done('checked by 1,checked by 2 40,41\n'));
});

test('eight workers check at once, and come and go', () => {
  const file = scriptFile(`
    for (let i = 0; i < ${times(2, 5)}; i++) await Promise.all([both(), both(), both()]);
    process.exitCode = require('node:worker_threads').workerData;`);
  const script = `
    ${both()} ${helpers}
    await beside(async () => {
      for (let round = 0; round < ${times(1, 30)}; round++) {
        const codes = await all(8, (workerData) => exit(new Worker(data, { workerData })));
        equal(codes, [0, 1, 2, 3, 4, 5, 6, 7]);
      }
    });
    console.log('checked');`;
  expect(runChild(script, file)).toEqual(done('checked\n'));
});
