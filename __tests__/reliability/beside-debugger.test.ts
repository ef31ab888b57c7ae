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
    // A debugger that knows no more than to pause and to resume: a client of WebSocket whose
    // messages are short, and masked with zeros.
    const client = `
      const { workerData } = require('node:worker_threads');
      const headers = {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'A'.repeat(22) + '==',
      };
      const request = require('node:http').get(workerData.replace('ws:', 'http:'), { headers });
      request.on('upgrade', (_, socket) => {
        const send = (id, method) => {
          const text = JSON.stringify({ id, method });
          socket.write(Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]));
          socket.write(text);
        };
        send(1, 'Debugger.enable');
        send(2, 'Debugger.pause');
        setTimeout(send, ${ms}, 3, 'Debugger.resume');
        setTimeout(() => socket.destroy(), ${ms} + 100);
      });`;
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
    const { stderr, ...ended } = runChild(script, null, { flags: ['--inspect=0'] });
    expect(ended).toEqual({ status: 0, signal: null, stdout: 'held\n' });
    expect(stderr.replace(listening, '')).toMatch(/^Debugger attached\.\n/);
  });
});
