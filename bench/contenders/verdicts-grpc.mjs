/** All verdicts of a list, one by one, as a stream of a gRPC service in Go on loopback. */
import { connect, startService } from '../service-client.mjs';
import { count } from './count.mjs';

const OK = 0;
const statusOf = ({ status }) => (status === OK ? 'ok' : status);

export async function start() {
  const service = await startService(process.env.CHECKSIG_BENCH_SERVICE);
  const client = await connect(service.grpc);
  return { check: ({ tree }) => count(client.Verdicts({ value: tree }), statusOf) };
}
