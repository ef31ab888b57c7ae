/** All verdicts of a list, one by one, as a stream of a gRPC service in Go on loopback. */
import { connect, startService } from '../service-client.mjs';

const OK = 0;

export async function start() {
  const service = await startService(process.env.CHECKSIG_BENCH_SERVICE);
  const client = await connect(service.grpc);
  return {
    async check({ tree }) {
      let checked = 0;
      const statuses = new Set();
      for await (const { status } of client.Verdicts({ value: tree })) {
        checked++;
        statuses.add(status === OK ? 'ok' : status);
      }
      return { checked, statuses: [...statuses] };
    },
  };
}
