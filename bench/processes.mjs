/** Child processes that do not outlive this one, nor their time. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const HALF_AN_HOUR = 1_800_000;

/** Functions that end what runs. */
const running = new Set();

process.on('exit', () => {
  for (const end of running) end();
});

/** Has `end` called when this process ends, unless what is returned is called before. */
export function endAtExit(end) {
  running.add(end);
  return () => running.delete(end);
}

const executePlainly = promisify(execFile);

/** Runs a program to its end. @throws if it fails or takes too long */
export async function execute(file, args, options = {}) {
  const limits = { timeout: HALF_AN_HOUR, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 };
  const done = executePlainly(file, args, { ...limits, ...options });
  const ended = endAtExit(() => done.child.kill('SIGKILL'));
  try {
    return await done;
  } finally {
    ended();
  }
}
