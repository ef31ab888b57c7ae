/** A stream and a hash for every file, all at once. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

import { readList } from './list.mjs';

export async function digestOf(file) {
  const hash = createHash('sha1');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

export async function start() {
  return {
    async check({ tree, list }) {
      const entries = readList(list);
      const digests = await Promise.all(entries.map(({ name }) => digestOf(path.join(tree, name))));
      const wrong = entries.filter(({ expected }, i) => digests[i] !== expected);
      return { checked: entries.length, wrong: wrong.map(({ name }) => name) };
    },
  };
}
