/** The package hasha, 16 files at once. It hashes files in a worker_thread of its own. */
import path from 'node:path';

import { hashFile } from 'hasha';

import { failing, readList } from './list.mjs';

const AT_ONCE = 16;

export async function start() {
  return {
    async check({ tree, list }) {
      const entries = readList(list);
      const wrong = await failing(
        entries,
        AT_ONCE,
        async ({ name, expected }) =>
          (await hashFile(path.join(tree, name), { algorithm: 'sha1' })) === expected,
      );
      return { checked: entries.length, wrong };
    },
  };
}
