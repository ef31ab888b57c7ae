/** The Go service (go/service) as Node programs reach it. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { protocol } from './paths.mjs';

/** Starts the service, which ends with this process. @returns its ports */
export async function startService(file) {
  const child = spawn(file, { stdio: ['pipe', 'pipe', 'ignore'] });
  const lines = createInterface({ input: child.stdout });
  const [line] = await new Promise((done, failed) => {
    lines.once('line', (text) => done([text]));
    child.once('error', failed).once('exit', () => failed(new Error('the service ended')));
  });
  return { ...JSON.parse(line), stop: () => child.stdin.end() };
}

/** @throws if the packages are not installed */
export async function connect(port) {
  const [{ default: grpc }, { default: loader }] = await Promise.all([
    import('@grpc/grpc-js'),
    import('@grpc/proto-loader'),
  ]);
  const { checksig } = grpc.loadPackageDefinition(loader.loadSync(protocol, { longs: Number }));
  return new checksig.Checksig(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
}
