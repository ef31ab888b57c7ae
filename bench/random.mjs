/** Numbers and bytes that look random and are the same in every run. */
import { createCipheriv, createHash } from 'node:crypto';

/**
 * An endless stream of bytes: AES in counter mode over zeros.
 *
 * @returns a function that gives the next `size` bytes
 */
export function byteStream(seed) {
  const key = createHash('sha256').update(String(seed)).digest();
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return (size) => cipher.update(Buffer.alloc(size));
}

/** @returns a function that gives numbers from 0 to below 1 */
export function uniform(seed) {
  const next = byteStream(seed);
  return () => next(4).readUInt32LE() / 2 ** 32;
}

/** @returns a function that gives numbers of the standard normal distribution (Box and Muller) */
export function normal(seed) {
  const random = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
