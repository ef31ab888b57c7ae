/** The package ssri, 16 files at once. */
import { createReadStream } from 'node:fs';
import path from 'node:path';

import ssri from 'ssri';

import { failing, readList } from './list.mjs';

const AT_ONCE = 16;

async function matches(file, expected) {
  try {
    await ssri.checkStream(createReadStream(file), ssri.fromHex(expected, 'sha1'));
    return true;
  } catch (error) {
    if (error.code === 'EINTEGRITY') return false;
    throw error;
  }
}

export async function start() {
  return {
    async check({ tree, list }) {
      const entries = readList(list);
      const wrong = await failing(entries, AT_ONCE, ({ name, expected }) =>
        matches(path.join(tree, name), expected),
      );
      return { checked: entries.length, wrong };
    },
  };
}
