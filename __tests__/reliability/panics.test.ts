/**
 * A panic at each point where Go may meet one: the call that meets it rejects with `INTERNAL`, and
 * the process and the library go on.
 */
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { done, runChild } from '../support/child';
import { faulty } from '../support/faulty';
import { badLogs, goodLogs } from '../support/logs';
import { root } from '../support/paths';
import { endlessTree, sha1, tree } from '../support/tree';

const check = 'checksig.check(data.good)';
const alone = 'checksig.check(data.good, { concurrency: 2 })';
const create = 'checksig.createManifest(data.plain, { manifest: "list" })';
const entry = `{ path: 'a', algorithm: 'sha1', digest: '${'0'.repeat(40)}' }`;

/** Each point of the sources, the pass of it that panics, and a call that passes it. */
const POINTS: Record<string, [call: string, pass?: number]> = {
  'export.abi': [check],
  'export.open': [check],
  'export.start': [check],
  'export.next': [check],
  'export.cancel': ['aborted()'],
  'export.pause': ['slow()'],
  'export.parse': ['checksig.parseManifest("x")'],
  'export.format': [`checksig.formatManifest([${entry}])`],
  'export.verify': ['checksig.verify(data.good)'],
  'session.job': [check],
  'session.next': [check],
  'session.lease': ['inWorker()'],
  'bridge.request': [check],
  'bridge.verdict': ['checksig.check(data.bad)'],
  'manifest.parse': [check],
  'engine.names': [check],
  'engine.index': [check],
  'engine.text': ['checksig.check(data.large)', 80],
  'engine.worker': [check, 3],
  'engine.sizes': ['checksig.check(data.good, { onProgress() {} })', 3],
  'engine.progress': ['checksig.check(data.good, { onProgress() {} })'],
  'engine.walk': ['checksig.check(data.good, { extras: "fail" })'],
  'engine.create': [create],
  'engine.write': [create],
  'engine.digests': ['checksig.digestFile(data.good + "/sha1sum.txt")'],
  'read.open': [check, 3],
  'read.piece': [check, 3],
  'read.fetch': ['checksig.digestFiles(Array(8).fill("/proc/version"))'],
  'digest.write': [alone, 3],
  'digest.sum': [alone, 3],
  'lanes.sum': [check, 3],
  'pair.lead': ['inPairs()', 3],
  'pair.help': ['inPairs()', 3],
};

/** What the calls need beside the package. */
const HELPERS = `
  const codeOf = (call) => Promise.resolve().then(call).then(() => 'ok', (error) =>
    error instanceof checksig.ChecksigError ? error.code : String(error));
  /** Aborts a check, which then should end; the panic ends it first. */
  async function aborted() {
    const controller = new AbortController();
    const other = checksig.check(data.endless);
    setTimeout(() => controller.abort(), 50);
    await checksig.check(data.endless, { signal: controller.signal }).catch(() => undefined);
    return other;
  }
  /** Reads so slowly that the job is paused. */
  async function slow() {
    const each = checksig.checkEach(data.many);
    await each.next();
    await sleep(300);
    for await (const verdict of each);
  }
  /** A worker whose loop stands still until its lease would be over. */
  async function inWorker() {
    const worker = new Worker(\`
      const checksig = require(\${JSON.stringify(data.root)});
      const { parentPort, workerData } = require('node:worker_threads');
      const codes = [];
      checksig.check(workerData, { concurrency: 1 }).catch((error) => parentPort.postMessage(error.code));
    \`, { eval: true, workerData: data.endless });
    const code = await new Promise((resolve) => worker.once('message', resolve));
    await worker.terminate();
    throw new checksig.ChecksigError(code, 'in the worker');
  }
  /** Digests files that are in memory and so large that two workers become a pair for them. */
  async function inPairs() {
    const files = [1, 2, 3, 4].map((name) => data.vast + '/' + name);
    for (let i = 0; i < 3; i++) await checksig.digestFiles(files);
  }`;

const many = () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `${'0'.repeat(40)}  gone${i}\n`);
  return tree({ 'sha1sum.txt': lines.join('') });
};

/** A list of 2.2 MB, too large to be kept: the panic meets its third reading (of 36 pieces). */
const large = () => tree({ a: 'hello\n', 'sha1sum.txt': `${sha1('hello\n')}  a\n`.repeat(50_000) });

/** Four files of 64 MiB, which take no room on the disk. */
const vast = () => {
  const directory = tree({});
  for (const name of ['1', '2', '3', '4']) {
    const file = path.join(directory, name);
    writeFileSync(file, '');
    truncateSync(file, 2 ** 26);
  }
  return directory;
};

type Trees = Record<'good' | 'bad' | 'endless' | 'many' | 'large' | 'plain' | 'vast', string>;
const data = { root } as Trees & { root: string };
beforeAll(() => {
  const plain = tree({ a: 'hello\n', b: 'world\n', list: 'the old one' });
  Object.assign(data, { good: goodLogs(), bad: badLogs(), endless: endlessTree(), many: many() });
  Object.assign(data, { large: large(), plain, vast: vast() });
});

test.each(Object.entries(POINTS))(
  'at %s',
  (point, [call, pass = 0]) => {
    const script = `${HELPERS}
    console.log(await codeOf(() => ${call}));
    console.log(await codeOf(() => checksig.check(data.good)));
    console.log(await codeOf(() => checksig.checkSignatures(data.bad)));
    for (let i = 0; i < 4; i++) await checksig.check(data.good, { extras: 'report' });`;
    const options = { env: faulty(`${point}:${pass}`), timeout: 60_000 };
    expect(runChild(script, data, options)).toEqual(done('INTERNAL\nok\nCHECK_FAILED\n'));
  },
  60_000,
);

test('at export.close, nobody has a call that could say so; the next session begins', () => {
  const script = `${HELPERS}
    console.log(await codeOf(() => ${check}));
    console.log(await codeOf(() => ${check}));`;
  expect(runChild(script, data, { env: faulty('export.close') })).toEqual(done('ok\nok\n'));
});

test('while a list is written, nothing of it remains', () => {
  const directory = tree({ a: 'hello\n', list: 'the old one' });
  const script = `
    await checksig.createManifest(data, { manifest: 'list' }).catch((error) => console.log(error.code));
    console.log(fs.readdirSync(data).join(), fs.readFileSync(path.join(data, 'list'), 'utf8'));`;
  const outcome = runChild(script, directory, { env: faulty('engine.write') });
  expect(outcome).toEqual(done('INTERNAL\na,list the old one\n'));
});

test('without a fault, the test build is like any other', () => {
  const script = `${HELPERS} console.log(await codeOf(() => ${check}));`;
  expect(runChild(script, data, { env: faulty() })).toEqual(done('ok\n'));
});

test('every point of the sources is tried here', () => {
  const points = new Set<string>();
  const native = path.join(root, 'native');
  for (const name of readdirSync(native, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.go')) continue;
    const source = readFileSync(path.join(native, name), 'utf8');
    for (const [, point = ''] of source.matchAll(/faults\.At\("(.*?)"\)/g)) points.add(point);
  }
  expect([...points].sort()).toEqual([...Object.keys(POINTS), 'export.close'].sort());
});
