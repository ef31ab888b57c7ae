/** Signals that hit Go's threads, as the system may choose, with handlers of Node's. */
import { spawnSync } from 'node:child_process';
import { runInThisContext } from 'node:vm';
import { parseManifest } from '../lib';
import { goodLogs } from './support/logs';
import { root } from './support/paths';
import { describeWith } from './support/tools';

/** Sends a signal to all threads of a process but the first, as often as it is told. */
const sender = `
import ctypes, os, sys, time
libc, pid, number = ctypes.CDLL(None), int(sys.argv[1]), int(sys.argv[2])
TGKILL = {'x86_64': 234, 'aarch64': 131}[os.uname().machine]
for _ in range(int(sys.argv[3])):
    for thread in os.listdir(f'/proc/{pid}/task'):
        if int(thread) != pid:
            libc.syscall(TGKILL, pid, int(thread), number)
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

test('SIGCHLD keeps its handler where jest has put a copy of process', () => {
  parseManifest('');
  const real = runInThisContext('process') as typeof process;
  expect(real).not.toBe(process);
  expect(real.listenerCount('SIGCHLD')).toBe(1);
});
