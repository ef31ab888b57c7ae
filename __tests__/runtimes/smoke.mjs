/**
 * What the package promises, in calls that need nothing but the runtime:
 *
 *     smoke.mjs import|require LOGS ENDLESS
 *
 * LOGS is a copy of testdata/logs, ENDLESS takes minutes to read. It prints what it comes to, and
 * `done` when all was as promised; by itself it has to end then.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { collectGarbage, isReading } from './process.mjs';

const [, , entry, logs, endless] = process.argv;
const checksig =
  entry === 'require' ? createRequire(import.meta.url)('checksig') : await import('checksig');

const hello = 'f572d396fae9206628714fb2ce00f72e94f2258f';
const mismatch = `"${logs}/httpd-08.log" - mismatch`;

const parts = {
  async check() {
    const progress = [];
    const report = await checksig.check(logs, { onProgress: (state) => progress.push(state) });
    assert.equal(report.ok, false);
    assert.deepEqual([report.counts.ok, report.counts.mismatch], [9, 1]);
    assert.equal(report.failures[0].message, mismatch);
    assert.deepEqual([progress.at(-1).files, progress.at(-1).bytes], [10, report.bytes]);
  },

  async checkEach() {
    const statuses = [];
    const verdicts = checksig.checkEach(logs);
    for await (const { status } of verdicts) statuses.push(status);
    assert.deepEqual(statuses.sort(), ['mismatch', ...Array(9).fill('ok')]);
    assert.equal(verdicts.report.counts.ok, 9);
  },

  async checkSignatures() {
    const error = await checksig.checkSignatures(logs).catch((error) => error);
    assert.ok(error instanceof checksig.ChecksigError && error instanceof Error);
    assert.equal(error.code, 'CHECK_FAILED');
    assert.equal(error.message, mismatch);
    assert.equal(error.failures[0].reason, 'mismatch');
  },

  async verify() {
    assert.equal(await checksig.verify(logs), mismatch);
  },

  async createManifest() {
    const directory = path.join(work, 'created');
    cpSync(logs, directory, { recursive: true });
    const { manifest, entries } = await checksig.createManifest(directory);
    assert.equal(entries, 11);
    assert.equal((await checksig.check(directory, { manifest, extras: 'fail' })).ok, true);
  },

  async digests() {
    const file = path.join(logs, 'httpd-00.log');
    const expected = createHash('sha256').update(readFileSync(file)).digest('hex');
    assert.equal(await checksig.digestFile(file), expected);
    const outcomes = await checksig.digestFiles([file, path.join(logs, 'gone')]);
    assert.deepEqual([outcomes[0].digest, outcomes[1].status], [expected, 'missing']);
  },

  lists() {
    const { entries, malformed } = checksig.parseManifest(`${hello}  é\nrubbish\n`);
    assert.deepEqual(entries, [{ path: 'é', algorithm: 'sha1', digest: hello, line: 1 }]);
    assert.equal(malformed[0].line, 2);
    assert.equal(checksig.formatManifest(entries).toString(), `${hello}  é\n`);
  },

  async errors() {
    await assert.rejects(checksig.check(path.join(work, 'gone')), { code: 'NO_DIRECTORY' });
    await assert.rejects(checksig.check(5), TypeError);
    assert.throws(() => checksig.parseManifest(5), TypeError);
  },

  async abort() {
    const aborter = new AbortController();
    const checks = Array.from({ length: 8 }, () =>
      checksig.check(endless, { signal: aborter.signal }),
    );
    await sleep(100);
    aborter.abort();
    for (const { reason } of await Promise.allSettled(checks)) {
      assert.equal(reason.name, 'AbortError');
    }
    while (isReading(endless)) await sleep(10);
  },

  async 'an iterator that is let go of'() {
    await (async () => {
      const verdicts = checksig.checkEach(endless);
      assert.equal((await verdicts.next()).value.status, 'missing');
      while (!isReading(endless)) await sleep(10);
      assert.equal(verdicts.report, undefined);
    })();
    for (; isReading(endless); await sleep(10)) collectGarbage();
  },

  async '100 checks at once'() {
    const reports = await Promise.all(Array.from({ length: 100 }, () => checksig.check(logs)));
    assert.ok(reports.every(({ counts }) => counts.ok === 9));
  },

  async 'worker threads'() {
    const url = new URL('worker.mjs', import.meta.url);
    const checks = Array.from({ length: 4 }, async () => {
      const worker = new Worker(url, { workerData: { directory: logs } });
      const [[message]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
      return message.counts.ok;
    });
    assert.deepEqual(await Promise.all(checks), [9, 9, 9, 9]);
  },

  // Their ends are signals, which may hit a thread of Go's.
  async 'child processes beside checks'() {
    let left = 100;
    const children = async () => {
      for (; left > 0; left--) assert.deepEqual(await once(spawn('true'), 'exit'), [0, null]);
    };
    const checks = async () => {
      while (left > 0) assert.equal((await checksig.check(logs)).counts.ok, 9);
    };
    await Promise.all([children(), checks(), checks(), checks()]);
  },

  async 'memory is freed'() {
    const name = 'gone'.repeat(50);
    const lines = Array.from({ length: 5000 }, (_, i) => `${hello}  ${name}${i}\n`);
    writeFileSync(path.join(work, 'sha1sum.txt'), lines.join(''));
    const round = async () => {
      for (let i = 0; i < 20; i++) {
        assert.ok((await checksig.verify(work)).length > 1e6);
        assert.equal((await checksig.check(work)).counts.missing, 5000);
        collectGarbage();
      }
      return process.memoryUsage().rss;
    };
    await round();
    const grown = -(await round()) + (await round());
    assert.ok(grown < 15e6, `grown by ${grown}`);
  },
};

const work = mkdtempSync(path.join(os.tmpdir(), 'checksig-smoke-'));
try {
  for (const [name, part] of Object.entries(parts)) {
    console.log(name);
    await part();
  }
} finally {
  rmSync(work, { recursive: true });
}
console.log('done');
