/** A debugger that listens, and one that holds the process, while checks run. */
import { both } from '../support/both';
import { runChild } from '../support/child';
import { mostTime, times } from '../support/long';

jest.setTimeout(mostTime(30_000));

const listening = /^Debugger listening on ws:\/\/127\.0\.0\.1:\d+\/\S+\nFor help, .*\n/;

describe('a debugger', () => {
  test.each([
    ['listens after SIGUSR1', [], "process.kill(process.pid, 'SIGUSR1');"],
    ['listens from the beginning', ['--inspect=0'], ''],
    ['that listens minds no SIGUSR1', ['--inspect=0'], "process.kill(process.pid, 'SIGUSR1');"],
  ])('%s, and checks go on', (_, flags, signal) => {
    const script = `
      ${both()}
      const inspector = require('node:inspector');
      await both();
      await beside(async () => {
        for (let i = 0; i < ${times(10, 1000)}; i++) { ${signal} await sleep(5); }
        while (inspector.url() === undefined) await sleep(5);
      });
      console.log('checked');`;
    const { stderr, ...ended } = runChild(script, null, { flags: ['--inspect-port=0', ...flags] });
    expect(ended).toEqual({ status: 0, signal: null, stdout: 'checked\n' });
    expect(stderr.replace(listening, '')).toBe('');
  });

  test('may hold the main thread for longer than a worker may stand still', () => {
    const ms = times(500, 12_000);
    // A debugger that knows no more than to pause and to resume. It asks for no more events and
    // waits for the answer before it leaves: Node crashes now and then when it tells a debugger of
    // something that has left.
    const client = `
      const socket = new WebSocket(require('node:worker_threads').workerData);
      const send = (id, method) => socket.send(JSON.stringify({ id, method }));
      socket.onopen = () => {
        send(1, 'Debugger.enable');
        send(2, 'Debugger.pause');
      };
      socket.onmessage = ({ data }) => {
        const { id, method } = JSON.parse(data);
        if (method === 'Debugger.paused') setTimeout(send, ${ms}, 3, 'Debugger.resume');
        if (id === 3) send(4, 'Debugger.disable');
        if (id === 4) socket.close();
      };`;
    const script = `
      ${both()}
      await both();
      const workerData = require('node:inspector').url();
      const worker = new Worker(${JSON.stringify(client)}, { eval: true, workerData });
      let [held, last] = [0, Infinity];
      const clock = setInterval(() => {
        held = Math.max(held, performance.now() - last);
        last = performance.now();
      }, 10);
      await beside(() => new Promise((resolve) => worker.on('exit', resolve)));
      clearInterval(clock);
      console.log(held > 0.9 * ${ms} ? 'held' : 'held for only ' + held);`;
    const flags = ['--inspect=0', '--experimental-websocket'];
    const { stderr, ...ended } = runChild(script, null, { flags });
    expect(ended).toEqual({ status: 0, signal: null, stdout: 'held\n' });
    expect(stderr.replace(listening, '')).toMatch(/^Debugger attached\.\n/);
  });
});
