/** A process that runs harness.mjs, seen from outside. */
import { fork } from 'node:child_process';
import { clearTimeout, setTimeout } from 'node:timers';
import { fileURLToPath } from 'node:url';

const harness = fileURLToPath(new URL('harness.mjs', import.meta.url));

/** @throws if the module cannot be started: a package that is not installed, for instance */
export async function startChild(module, env = {}) {
  const child = fork(harness, [module], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaint = (complaint + text).slice(-2000);
  });
  const gone = new Promise((resolve) => {
    child.once('close', (status, signal) => resolve(`ended with ${signal ?? `status ${status}`}`));
  });

  /** The next message, or why there is none. */
  async function answer(limitMs) {
    let timer, onMessage;
    try {
      return await Promise.race([
        new Promise((resolve) => {
          onMessage = resolve;
          child.once('message', onMessage);
        }),
        gone.then((how) => ({ error: `${reason(complaint)}${how}` })),
        new Promise((resolve) => {
          timer = setTimeout(resolve, limitMs, { error: `not done after ${limitMs / 1000} s` });
        }),
      ]);
    } finally {
      clearTimeout(timer);
      child.off('message', onMessage);
    }
  }

  async function stop() {
    child.kill('SIGKILL');
    await gone;
  }

  const ready = await answer(20_000);
  if (ready.error) {
    await stop();
    throw new Error(ready.error);
  }
  return {
    /** Does the work once. @throws what was wrong; the process is then to be stopped */
    async run(work, limitMs) {
      const answering = answer(limitMs);
      child.send(work);
      const result = await answering;
      if (result.error) throw new Error(result.error);
      return result;
    },
    stop,
  };
}

/** The line of a stack trace, or of V8's last words, that says what was wrong. */
function reason(complaint) {
  const line = /^.*(?:Error|FATAL ERROR).*$/m.exec(complaint)?.[0];
  return line ? `${line.trim()}; ` : '';
}
