/* global clearTimeout, setTimeout */
import { fork } from 'node:child_process';
import { once } from 'node:events';

/** Without a word for so long, in ms, the service's event loop stands still, or it cannot end. */
const SILENCE = 60_000;

/**
 * Runs the service (service.mjs).
 *
 * @param orders what it is told to do
 * @returns the samples that it sent, and how it ended
 */
export async function watchService(orders, library) {
  const service = fork(new URL('service.mjs', import.meta.url), {
    execArgv: ['--expose-gc'],
    env: { ...process.env, CHECKSIG_LIBRARY: library },
  });
  const ended = once(service, 'exit');
  const samples = [];
  const hanging = () => {
    console.error(`the service neither spoke nor ended for ${SILENCE} ms`);
    service.kill('SIGKILL');
  };
  let silence = setTimeout(hanging, SILENCE);
  service.on('message', (sample) => {
    clearTimeout(silence);
    silence = setTimeout(hanging, SILENCE);
    samples.push(sample);
  });
  service.send(orders);
  const [status, signal] = await ended;
  clearTimeout(silence);
  return { samples, status, signal };
}
