/** What Node does itself with signals and time, while checks run. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { both } from '../support/both';
import { done, runChild } from '../support/child';
import { bound, mostTime, times } from '../support/long';
import { temporaryDirectory } from '../support/temp';
import { webAssembly } from '../support/traps';
import { endlessTree } from '../support/tree';

jest.setTimeout(mostTime(30_000));

describe('a trap of WebAssembly is a RuntimeError and nothing else', () => {
  const count = times(2000, 200_000);

  test.each([
    ['before the library is loaded and after', 'trap(); await both(); trap();'],
    ['from after the loading', 'await both();'],
  ])('while checks run, %s', (_, first) => {
    const script = `
      ${both()} ${webAssembly} ${first}
      console.log(await beside(() => traps(${count})), f(0));`;
    expect(runChild(script)).toEqual(done(`${count} 0\n`));
  });

  test('in workers that check', () => {
    const script = `
      const source = ${JSON.stringify(`${both()} ${webAssembly}`)};
      const codes = await Promise.all(Array.from({ length: 4 }, () => new Promise((resolve) => {
        const worker = new Worker(
          'const checksig = require(process.cwd());' + source +
          'beside(() => traps(${count})).then((seen) => { process.exitCode = seen / ${count}; });',
          { eval: true });
        worker.on('exit', resolve);
      })));
      console.log(codes.join());`;
    expect(runChild(script)).toEqual(done('1,1,1,1\n'));
  });
});

/** A list long enough for Go to be entered on the main thread for a while. */
const reads = `
  const list = (require('node:crypto').createHash('sha1').digest('hex') + '  a\\n').repeat(5000);
  const entries = () => checksig.parseManifest(list).entries.length;`;

describe('--cpu-prof writes a profile', () => {
  interface Profile {
    nodes: { callFrame: { functionName: string; url: string }; hitCount: number }[];
    startTime: number;
    endTime: number;
  }

  test.each([
    ['of a process that ends by itself', '', 0],
    ['of process.exit while checks run', 'both(); process.exit(7);', 7],
  ])('%s', (_, end, status) => {
    const directory = temporaryDirectory();
    const script = `
      ${both()} ${reads}
      await beside(async () => {
        for (let i = 0; i < ${times(40, 1000)}; i++) {
          if (entries() !== 5000) throw new Error('the list was read wrongly');
          await sleep(10);
        }
      });
      console.log('checked');
      ${end}`;
    const flags = ['--cpu-prof', `--cpu-prof-dir=${directory}`, '--cpu-prof-interval=100'];
    expect(runChild(script, null, { flags })).toEqual(done('checked\n', status));
    const names = readdirSync(directory);
    expect(names).toHaveLength(1);
    const text = readFileSync(path.join(directory, names[0] ?? ''), 'utf8');
    const { nodes, startTime, endTime } = JSON.parse(text) as Profile;
    // `parse` is the call of Go: samples of it were taken by signals that came meanwhile. An idle
    // machine takes some 3 a reading, a busy one 1 or 2.
    const calls = nodes.filter(
      ({ callFrame: { functionName, url } }) =>
        functionName === 'parse' && url.endsWith('/dist/index.js'),
    );
    const hits = calls.reduce((sum, { hitCount }) => sum + hitCount, 0);
    expect(hits).toBeGreaterThan(10);
    expect(endTime).toBeGreaterThan(startTime);
  });
});

describe('AbortSignal.timeout', () => {
  test('ends checks in time, and others go on', () => {
    const rounds = times(3, 100);
    const script = `
      ${both()}
      const fds = () => fs.readdirSync('/proc/self/fd').length;
      await both();
      const before = fds();
      const late = [];
      const timed = async (ms) => {
        const signal = AbortSignal.timeout(ms);
        let aborted;
        signal.addEventListener('abort', () => { aborted = performance.now(); });
        const error = await checksig.check(data, { signal }).catch((error) => error);
        if (error !== signal.reason || error.name !== 'TimeoutError') throw error;
        if (error.report?.ok) throw new Error('what was not read is verified');
        late.push(performance.now() - aborted);
      };
      await beside(async () => {
        for (let round = 0; round < ${rounds}; round++) {
          await Promise.all(Array.from({ length: 20 }, (_, i) => timed(1 + 5 * i)));
        }
      });
      while (fds() > before) await sleep(5);
      late.sort((a, b) => a - b);
      const [median, worst] = [late[late.length >> 1], late[late.length - 1]];
      const inTime = median < ${bound(40)} && worst < ${bound(500)};
      console.log(late.length, inTime ? 'in time' : 'late: ' + [median, worst].join(', '));`;
    expect(runChild(script, endlessTree())).toEqual(done(`${20 * rounds} in time\n`));
  });

  test('ends a check that is all that the process does', () => {
    const script = `
      await checksig.check(data, { signal: AbortSignal.timeout(50) })
        .catch(({ name }) => console.log(name));`;
    expect(runChild(script, endlessTree())).toEqual(done('TimeoutError\n'));
  });
});
