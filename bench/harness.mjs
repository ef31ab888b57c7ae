/**
 * The process of a contender that is written for Node: `node harness.mjs MODULE`. It starts the
 * contender, and with each message does its work once or several times and answers with what that
 * took.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import { median } from './statistics.mjs';

const contender = await (await import(process.argv[2])).start();

/** Has the kernel forget the peak of the memory, where it can (Linux). */
function resetPeak() {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
  } catch {
    // The peak is then that of the process until now.
  }
}

const peakKiB = () => Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync('/proc/self/status'))?.[1]);

async function measure({ repeat = 1, ...work }) {
  resetPeak();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await sleep(5); // until the monitor ticks
  const times = [];
  let answer;
  const cpu = process.cpuUsage();
  for (let i = 0; i < repeat; i++) {
    const start = performance.now();
    answer = await contender.check(work);
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(cpu);
  await sleep(5); // until a tick that came late is counted
  delay.disable();
  return {
    ms: median(times),
    cpuMs: (user + system) / 1000 / repeat,
    peakKiB: peakKiB(),
    delayMs: delay.max / 1e6,
    ...answer,
  };
}

process.on('message', async (work) => {
  try {
    process.send(await measure(work));
  } catch (error) {
    process.send({ error: error.message });
  }
});
process.on('disconnect', () => process.exit());
process.send('ready');
