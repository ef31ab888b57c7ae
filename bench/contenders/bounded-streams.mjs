/** A stream and a hash for every file, 16 files at once. */
import path from 'node:path';

import { failing, readList } from './list.mjs';
import { digestOf } from './streams.mjs';

const AT_ONCE = 16;

export async function start() {
  return {
    async check({ tree, list }) {
      const entries = readList(list);
      const wrong = await failing(
        entries,
        AT_ONCE,
        async ({ name, expected }) => (await digestOf(path.join(tree, name))) === expected,
      );
      return { checked: entries.length, wrong };
    },
  };
}
