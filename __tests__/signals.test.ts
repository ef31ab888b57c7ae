/** Signals that hit Go's threads, as the system may choose, with handlers of Node's. */
import { spawnSync } from 'node:child_process';
import { runInThisContext } from 'node:vm';
import { parseManifest } from '../lib';
import { goodLogs } from './support/logs';
import { root } from './support/paths';
import { describeWith } from './support/tools';

/**
 * Sends a signal to all threads of a process but the first, as often as it is told, and waits until
 * it has come everywhere where it is not blocked: at the end of a process Node takes its handlers
 * away.
 */
const sender = `
import ctypes, os, re, sys, time
libc, pid, number = ctypes.CDLL(None), int(sys.argv[1]), int(sys.argv[2])
TGKILL = {'x86_64': 234, 'aarch64': 131}[os.uname().machine]
threads = lambda: [int(thread) for thread in os.listdir(f'/proc/{pid}/task') if int(thread) != pid]
def pending(thread):
    try:
        status = open(f'/proc/{pid}/task/{thread}/status').read()
    except OSError:
        return False
    mask = lambda name: int(re.search(name + r':\\s*(\\w+)', status)[1], 16)
    return mask('SigPnd') & ~mask('SigBlk') & 1 << number - 1
for _ in range(int(sys.argv[3])):
    for thread in threads():
        libc.syscall(TGKILL, pid, thread, number)
    time.sleep(0.001)
while any(map(pending, threads())):
    time.sleep(0.001)
`;

/** A script that checks all the time while a signal comes, and says how often it came. */
const checksWhile = (signal: string, early: boolean) => `
  const checksig = require(${JSON.stringify(root)});
  const { spawn } = require('node:child_process');
  const directory = ${JSON.stringify(goodLogs())};
  const check = () => checksig.checkSignatures(directory);
  (async () => {
    ${early ? 'await check();' : ''}
    let seen = 0;
    process.on('${signal}', () => seen++);
    const number = require('node:os').constants.signals['${signal}'];
    const args = ['-c', ${JSON.stringify(sender)}, process.pid, number, 600];
    let sending = true;
    spawn('python3', args, { stdio: 'inherit' }).on('exit', () => { sending = false; });
    const checks = async () => { while (sending) await check(); };
    await Promise.all([checks(), checks(), checks()]);
    console.log(seen > 0 ? 'seen' : 'not seen');
  })();`;

/** How a process ends that runs a script. */
function ended(script: string) {
  const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { status, signal, stdout, stderr: stderr.slice(0, 2000) };
}

const outlived = { status: 0, signal: null, stdout: 'seen\n', stderr: '' };

describeWith('python3')('a process that checks', () => {
  test.each([
    ['SIGCHLD', 'before', false],
    ['SIGCHLD', 'after', true],
    ['SIGWINCH', 'after', true],
    ['SIGTERM', 'after', true],
  ])('outlives %s with a handler from %s the loading', (signal, _, early) => {
    expect(ended(checksWhile(signal, early))).toEqual(outlived);
  });
});

/** A script that reads and writes a list in its main thread all the time while a signal comes. */
const parsesWhile = `
  const { parseManifest, formatManifest } = require(${JSON.stringify(root)});
  const { spawn } = require('node:child_process');
  const line = (_, i) => 'a'.repeat(40) + '  name ' + i + '\\n';
  const text = Array.from({ length: 20_000 }, line).join('');
  const { entries } = parseManifest(text);
  let seen = 0;
  process.on('SIGWINCH', () => seen++);
  const args = ['-c', ${JSON.stringify(`
import os, signal, sys, time
for _ in range(4000):
    os.kill(int(sys.argv[1]), signal.SIGWINCH)
    time.sleep(0.0003)
`)}, process.pid];
  let sending = true;
  spawn('python3', args, { stdio: 'inherit' }).on('exit', () => { sending = false; });
  const work = () => {
    if (!sending) return console.log(seen > 0 ? 'seen' : 'not seen');
    parseManifest(text);
    formatManifest(entries);
    setImmediate(work);
  };
  work();`;

describeWith('python3')('a process that reads lists in its main thread', () => {
  test('outlives a signal with a handler from after the loading', () => {
    expect(ended(parsesWhile)).toEqual(outlived);
  });
});

/** A script that takes a listener away, again and again, while Go looks after the handlers. */
const listensAtTimes = `
  const { readFileSync } = require('node:fs');
  const { Worker } = require('node:worker_threads');
  const worker = new Worker(\`
    const { parseManifest } = require(${JSON.stringify(root)});
    parseManifest('');
    require('node:worker_threads').parentPort.postMessage('loaded');
    for (;;) parseManifest('');\`, { eval: true });
  const { SIGWINCH } = require('node:os').constants.signals;
  const caught = () => {
    const mask = /SigCgt:\\s*(\\w+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1];
    return (BigInt('0x' + mask) >> BigInt(SIGWINCH - 1)) & 1n;
  };
  const sleep = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
  const listen = () => {};
  worker.once('message', () => {
    let stayed = 0;
    for (let i = 0; i < 5000; i++) {
      process.on('SIGWINCH', listen);
      process.off('SIGWINCH', listen);
      if (!caught()) continue;
      sleep();
      stayed += Number(caught());
    }
    console.log('stayed ' + stayed);
    process.exit();
  });`;

test('a handler that is taken away while Go looks after it stays away', () => {
  expect(ended(listensAtTimes)).toEqual({ ...outlived, stdout: 'stayed 0\n' });
});

test('SIGCHLD keeps its handler where jest has put a copy of process', () => {
  parseManifest('');
  const real = runInThisContext('process') as typeof process;
  expect(real).not.toBe(process);
  expect(real.listenerCount('SIGCHLD')).toBe(1);
});
