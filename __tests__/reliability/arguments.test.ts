/**
 * Any value in the place of any argument, and of any part of one, is answered or refused. A failure
 * prints the seed, which CHECKSIG_SEED sets.
 */
import { done, runChild } from '../support/child';
import { functionNames } from '../support/hostile-calls';
import { bound, long, mostTime, times } from '../support/long';
import { root } from '../support/paths';
import { temporaryDirectory } from '../support/temp';

const seed = Number(process.env['CHECKSIG_SEED'] ?? Date.now() % 2 ** 31);
const timeout = mostTime(60_000);

// To start a process that has TypeScript takes seconds: the short run has one for all functions.
test.each(long ? functionNames.map((name) => [name]) : [functionNames])(
  'any value for any argument: %s',
  (...names) => {
    const script = `
      const { tryAll } = require(data.root + '/__tests__/support/hostile-run.ts');
      process.chdir(data.directory);
      console.log(await tryAll(checksig, data.trial) >= data.least);`;
    const trial = { names, numRuns: times(3, 1000), seed };
    const least = names.length * trial.numRuns;
    const flags = ['--require', require.resolve('ts-node/register/transpile-only')];
    const data = { root, directory: temporaryDirectory(), trial, least };
    expect(runChild(script, data, { flags, timeout })).toEqual(done('true\n'));
  },
  timeout,
);

/** In a child: what a call ends with, if it may. */
const ending = `
  const ending = (call) => Promise.resolve().then(call).then(() => 'ok', (error) => {
    if (error instanceof TypeError) return 'TypeError';
    if (error.code && error.code !== 'INTERNAL') return error.code;
    throw error;
  });`;

/** Calls that a careless check of their arguments takes for ever over, or all memory. */
const LARGE = [
  'parseManifest("", Buffer.alloc(2 ** 27))',
  'parseManifest("", new String("a".repeat(2 ** 27)))',
  'checkSignatures("logs", Buffer.alloc(2 ** 27))',
  'check("logs", { manifest: new Array(2 ** 32 - 1) })',
  'check("logs", { allowedAlgorithms: new Array(2 ** 32 - 1) })',
  'digestFiles(new Array(2 ** 32 - 1))',
  'formatManifest(new Array(2 ** 32 - 1))',
  'check("\\0".repeat(2 ** 27))',
  'verify("\\ud800".repeat(2 ** 27))',
  'check("logs", { algorithm: "\\0".repeat(2 ** 27) })',
  'check("logs", { extras: "\\0".repeat(2 ** 27) })',
  'formatManifest([{ path: "a", algorithm: "sha1", digest: "\\0".repeat(2 ** 27) }])',
  'digestFile("\\u00e9".repeat(2 ** 28))',
  'check("logs", { get concurrency() { return reads++ ? 2 ** 31 : 1; } })',
  'parseManifest(Object.defineProperty(Buffer.from("# a"), "length", { value: 2 ** 30 }))',
  'parseManifest(Object.create(Uint8Array.prototype, { length: { value: 2 ** 31 } }))',
];

test(
  'what is large, or says so, takes no time',
  () => {
    const script = `
      ${ending}
      let reads = 0;
      const { ${functionNames.join()} } = checksig;
      for (const call of data.calls) {
        console.log(call);
        const begin = Date.now();
        await ending(() => eval(call));
        const took = Date.now() - begin;
        if (took > data.most) console.log(took + ' ms');
      }`;
    const data = { calls: LARGE, most: bound(2000) };
    const outcome = runChild(script, data, { timeout });
    expect(outcome).toEqual(done(LARGE.map((call) => `${call}\n`).join('')));
  },
  timeout,
);

test('bytes that lie about their size do not let out memory', () => {
  const script = `
    const pathBytes = Object.defineProperty(Buffer.from('abc'), 'length', { value: 2000 });
    const entry = { path: 'a', pathBytes, algorithm: 'md5', digest: '0'.repeat(32) };
    try {
      console.log(checksig.formatManifest([entry]).length <= data);
    } catch (error) {
      console.log(error instanceof TypeError);
    }`;
  expect(runChild(script, `${'0'.repeat(32)}  abc\n`.length)).toEqual(done('true\n'));
});

/** All that a list may have. */
const text = [
  `${'0'.repeat(40)}  name`,
  `\\${'0'.repeat(40)}  na\\nme`,
  `SHA256 (name) = ${'0'.repeat(64)}`,
  '# comment\n',
].join('\n');

test(
  'bytes that another thread rewrites while they are read',
  () => {
    const script = `
      ${ending}
      const { text, count } = data;
      const shared = new Uint8Array(new SharedArrayBuffer(text.length));
      const worker = new Worker(\`
        const { shared, text } = require('node:worker_threads').workerData;
        for (;;) {
          shared.set(Buffer.from(text));
          for (let i = 0; i < 20; i++) {
            const at = Math.floor(Math.random() * text.length);
            shared[at] = [0, 10, 32, 41, 92][i % 5];
          }
        }\`, { eval: true, workerData: { shared, text } });
      await new Promise((resolve) => worker.once('online', resolve));
      for (let i = 0; i < count; i++) await ending(() => checksig.parseManifest(shared));
      await worker.terminate();`;
    const data = { text, count: times(1000, 100_000) };
    expect(runChild(script, data, { timeout })).toEqual(done(''));
  },
  timeout,
);
