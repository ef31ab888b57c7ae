/** What calls cost, and how many verdicts a second come through. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { startChild } from './child.mjs';
import { EMPTY, IDLE } from './contenders/index.mjs';
import { watchHost } from './host.mjs';
import { execute } from './processes.mjs';
import { median } from './statistics.mjs';

const script = fileURLToPath(new URL('calls-child.mjs', import.meta.url));
const HELLO = 'hello\n';
const DIGEST = createHash('sha1').update(HELLO).digest('hex');
const FILES = 1000;

/** @returns { rounds, stolen, calls, verdicts, idleDelayMs } */
export async function calls({ options, programs: { service } }) {
  const { rounds, quick } = options;
  const directory = makeLists(options);
  const orders = { service, rounds, batchMs: quick ? 10 : 200, directory: directory('one') };
  const stolen = watchHost();
  const { stdout } = await execute(process.execPath, [script, JSON.stringify(orders)]);
  const answers = JSON.parse(stdout);
  for (const { group, name, us, failure } of answers) {
    console.log(`  ${group}: ${name.padEnd(44)} ${failure ?? `${us.toFixed(2)} µs`}`);
  }
  const told = await verdicts(options, service, directory);
  return { rounds, stolen: stolen(), calls: answers, ...told };
}

/**
 * Lists that are long beside their files: so many lines for the same files, or for none. `one` is
 * a directory of one small file.
 *
 * @returns a function that gives the directory of each
 */
function makeLists({ data, quick }) {
  const directory = (name) => path.join(data, 'lists', name);
  const [many, few] = quick ? [20_000, 5_000] : [1_000_000, 100_000];
  const write = (name, files, lines, nameOf) => {
    mkdirSync(directory(name), { recursive: true });
    for (let i = 0; i < files; i++) writeFileSync(path.join(directory(name), `file-${i}`), HELLO);
    const text = Array.from({ length: lines }, (_, i) => `${DIGEST}  ${nameOf(i)}\n`).join('');
    writeFileSync(path.join(directory(name), 'sha1sum.txt'), text);
  };
  const again = (i) => `file-${i % FILES}`;
  write('one', 1, 1, again);
  write('duplicates', FILES, many, again);
  write('missing', 0, many, (i) => `missing-${i}`);
  write('short', FILES, few, again);
  return (name) => (name ? directory(name) : { many, few });
}

async function verdicts({ rounds, limitMs }, service, directory) {
  const { many, few } = directory();
  const own = './contenders/verdicts.mjs';
  const grpc = './contenders/verdicts-grpc.mjs';
  const found = (count) =>
    `${count.toLocaleString('en')} lines, ${FILES.toLocaleString('en')} files`;
  const runs = [
    { name: 'checkEach', list: 'duplicates', lines: many, about: found(many), module: own },
    {
      name: 'checkEach',
      list: 'missing',
      lines: many,
      about: `${many.toLocaleString('en')} missing files`,
      module: own,
    },
    { name: 'checkEach', list: 'short', lines: few, about: found(few), module: own },
    { name: 'gRPC stream', list: 'short', lines: few, about: found(few), module: grpc },
  ];
  for (const run of runs) {
    run.samples = [];
    try {
      if (run.module === grpc && !service) throw new Error('absent: bench/install.sh installs it');
      run.child = await startChild(run.module, { CHECKSIG_BENCH_SERVICE: service ?? '' });
    } catch (error) {
      run.failure = error.message;
    }
  }
  const idle = await startChild(IDLE.module);
  let idleDelayMs = 0;
  for (let round = 0; round <= rounds; round++) {
    const { delayMs } = await idle.run({ count: 0 }, limitMs);
    if (round > 0) idleDelayMs = Math.max(idleDelayMs, delayMs);
    for (const run of runs) {
      if (run.failure) continue;
      try {
        const sample = await run.child.run({ tree: directory(run.list) }, limitMs);
        const expected = run.list === 'missing' ? 'missing' : 'ok';
        if (sample.checked !== run.lines || sample.statuses.join() !== expected) {
          throw new Error(`${sample.checked} verdicts, ${sample.statuses.join()}`);
        }
        if (round > 0) run.samples.push(sample);
      } catch (error) {
        run.failure = error.message;
      }
    }
  }
  await idle.stop();
  const empty = await startChild(EMPTY.module);
  const nothing = await empty.run({ count: 0 }, limitMs);
  await empty.stop();
  for (const { child } of runs) await child?.stop();
  const told = runs.map(({ name, list, about, lines, samples, failure }) => {
    const rate = (msOf) => lines / (median(samples.map(msOf)) / 1000);
    const perSecond = rate(({ ms }) => ms);
    const onward = rate(({ ms, firstMs }) => ms - firstMs);
    const delayMs = Math.max(...samples.map(({ delayMs }) => delayMs));
    const sliceMs = samples[0]?.sliceMs && Math.max(...samples.map(({ sliceMs }) => sliceMs));
    const slices = sliceMs ? `slices up to ${sliceMs.toFixed(2)} ms, ` : '';
    const aboveKiB = median(samples.map(({ peakKiB }) => peakKiB)) - nothing.peakKiB;
    const figures = `${Math.round(perSecond)} a second, from the first on ${Math.round(onward)}, ${slices}delay ${delayMs.toFixed(1)} ms`;
    console.log(`  verdicts: ${name} of ${about}: ${failure ?? figures}`);
    return { name, list, about, failure, perSecond, onward, sliceMs, delayMs, aboveKiB };
  });
  return { verdicts: told, idleDelayMs };
}
