/**
 * What one call costs, in turn: `node calls-child.mjs ORDERS`, where the orders are JSON. Answers
 * with one line of JSON.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

import { check, parseManifest, verify } from '../dist/index.mjs';
import { library, root } from './paths.mjs';
import { connect, startService } from './service-client.mjs';
import { median } from './statistics.mjs';

const { service, directory, rounds, batchMs } = JSON.parse(process.argv[2]);
const stops = [];

/** @returns calls, each { group, name, sync or async, or failure } */
async function allCalls() {
  const empty = 'empty';
  const verifies = 'verify';
  const koffi = createRequire(path.join(root, 'package.json'))('koffi');
  const abi = koffi.load(library).func('checksig_abi', 'int32_t', []);
  const abiLater = promisify(abi.async);
  const calls = [
    { group: empty, name: 'checksig, synchronous (koffi, checksig_abi)', sync: () => abi() },
    {
      group: empty,
      name: "checksig, synchronous (parseManifest(''))",
      sync: () => parseManifest('').entries.length,
    },
    { group: empty, name: 'checksig, asynchronous (koffi, checksig_abi)', async: () => abiLater() },
    ...(await overWorker(empty)),
    { group: verifies, name: 'checksig, check()', async: () => check(directory) },
    { group: verifies, name: 'checksig, verify()', async: () => verify(directory) },
  ];
  if (!service) return [...calls, { group: empty, name: 'the Go service', failure: 'absent' }];
  const ports = await startService(service);
  stops.push(ports.stop);
  return [
    ...calls,
    ...(await overGrpc(ports.grpc, empty, verifies)),
    ...overHttp(ports.http, empty, verifies),
    ...overLines(empty, verifies),
    { group: empty, name: 'child_process, one for each call', async: spawnOne },
  ];
}

async function overGrpc(port, empty, verifies) {
  const name = 'gRPC (Go, @grpc/grpc-js)';
  try {
    const client = await connect(port);
    stops.push(() => client.close());
    const abi = promisify(client.Abi.bind(client));
    const verifyThere = promisify(client.Verify.bind(client));
    return [
      { group: empty, name, async: () => abi({}) },
      { group: verifies, name, async: () => verifyThere({ value: directory }) },
    ];
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return [{ group: empty, name, failure: 'absent: bench/install.sh installs it' }];
  }
}

function overHttp(port, empty, verifies) {
  const agent = new http.Agent({ keepAlive: true });
  stops.push(() => agent.destroy());
  const request = (method, where, body) =>
    new Promise((done, failed) => {
      const call = http.request(
        { port, host: '127.0.0.1', path: where, method, agent },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (piece) => (text += piece));
          answer.on('end', () => done(text)).on('error', failed);
        },
      );
      call.on('error', failed).end(body);
    });
  const name = 'HTTP (Go net/http, node:http)';
  return [
    { group: empty, name, async: () => request('GET', '/abi') },
    { group: verifies, name, async: () => request('POST', '/verify', directory) },
  ];
}

/** A long-lived child process that answers lines with lines. */
function overLines(empty, verifies) {
  const child = spawn(service, ['lines'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout });
  stops.push(() => child.stdin.end());
  const ask = (line) =>
    new Promise((done) => {
      lines.once('line', done);
      child.stdin.write(`${line}\n`);
    });
  const name = 'child_process, standing (Go, lines)';
  return [
    { group: empty, name, async: () => ask('abi') },
    { group: verifies, name, async: () => ask(`verify ${directory}`) },
  ];
}

async function spawnOne() {
  const child = spawn(service, ['abi'], { stdio: ['ignore', 'pipe', 'ignore'] });
  child.stdout.resume();
  await once(child, 'close');
}

/** A worker_thread that sends back what it gets: no Go at all. */
async function overWorker(group) {
  const worker = new Worker(
    "const { parentPort } = require('worker_threads'); parentPort.on('message', (m) => parentPort.postMessage(m));",
    { eval: true },
  );
  await once(worker, 'online');
  stops.push(() => worker.terminate());
  const ask = () =>
    new Promise((done) => {
      worker.once('message', done);
      worker.postMessage(0);
    });
  return [{ group, name: 'worker_thread, a message and its answer', async: ask }];
}

/** The microseconds of one call, from a batch of them. */
async function batch(call, count) {
  const start = performance.now();
  if (call.sync) for (let i = 0; i < count; i++) call.sync();
  else for (let i = 0; i < count; i++) await call.async();
  return ((performance.now() - start) * 1000) / count;
}

const calls = await allCalls();
for (const call of calls) {
  if (call.failure) continue;
  // The first calls are a warm-up; they say how many make a batch.
  await batch(call, 3);
  const us = await batch(call, call.sync ? 1000 : 20);
  call.count = Math.max(5, Math.round((batchMs * 1000) / us));
  call.times = [];
}
for (let round = 0; round < rounds; round++) {
  for (const call of calls) if (call.times) call.times.push(await batch(call, call.count));
}
for (const stop of stops) await stop();
const answers = calls.map(({ group, name, failure, count, times }) =>
  times ? { group, name, count, us: median(times) } : { group, name, failure },
);
console.log(JSON.stringify(answers));
process.exit();
