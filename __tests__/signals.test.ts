/** Signals that hit Go's threads, as the system may choose, with handlers of Node's. */
import { spawnSync } from 'node:child_process';
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

describeWith('python3')('a process that checks', () => {
  test.each([
    ['SIGCHLD', 'before', false],
    ['SIGCHLD', 'after', true],
    ['SIGWINCH', 'after', true],
    ['SIGTERM', 'after', true],
  ])('outlives %s with a handler from %s the loading', (signal, _, early) => {
    const {
      status,
      signal: died,
      stdout,
      stderr,
    } = spawnSync(process.execPath, ['-e', checksWhile(signal, early)], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect({ status, died, stdout, stderr: stderr.slice(0, 2000) }).toEqual({
      status: 0,
      died: null,
      stdout: 'seen\n',
      stderr: '',
    });
  });
});
