import { read } from 'node:fs';
import { promisify } from 'node:util';

import { fromBytes, type ByteString } from './bytes';

const readChunk = promisify(read);

const CHUNK = 256 * 1024;

/** The longest line that is kept: no system takes a name of that length. */
const LONGEST = 16 * 1024 * 1024;

/**
 * The lines of what a descriptor gives, without their newlines, as many at a time as there are. Of
 * a line that is too long to be an entry a NUL is left, or `#` if it is a comment.
 *
 * @throws the system's error, when all lines before it were given
 */
export async function* readLines(descriptor: number): AsyncGenerator<ByteString[]> {
  const chunk = Buffer.allocUnsafe(CHUNK);
  let begun = '';
  let tooLong = false;
  for (;;) {
    const { bytesRead } = await readChunk(descriptor, chunk, 0, CHUNK, null);
    if (bytesRead === 0) break;
    const lines = fromBytes(chunk.subarray(0, bytesRead)).split('\n');
    lines[0] = begun + lines[0];
    begun = lines.pop() ?? '';
    if (lines.length > 0) {
      if (tooLong) lines[0] = stub(lines[0] ?? '');
      tooLong = false;
      yield lines;
    }
    if (begun.length > LONGEST) {
      tooLong = true;
      begun = stub(begun);
    }
  }
  if (begun !== '') yield [begun];
}

function stub(line: ByteString): ByteString {
  return line.startsWith('#') ? '#' : '\0';
}
