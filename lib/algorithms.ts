/** The algorithms that a list may have; `blake2b` is that of 512 bits. */
export const ALGORITHMS = [
  'md5',
  'sha1',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'sha512-256',
  'sha3-224',
  'sha3-256',
  'sha3-384',
  'sha3-512',
  'blake2b',
  'blake3',
  'sm3',
  'crc32',
] as const;

/** The name of an algorithm; `blake2b-256` and the like have that many bits, a multiple of 8. */
export type Algorithm = (typeof ALGORITHMS)[number] | `blake2b-${number}`;

export function isAlgorithm(name: string): name is Algorithm {
  if ((ALGORITHMS as readonly string[]).includes(name)) return true;
  const bits = Number(/^blake2b-([1-9]\d{0,2})$/.exec(name)?.[1]);
  return bits % 8 === 0 && bits <= 512;
}

/** The size in bytes of an algorithm's digests. */
export function digestSize(algorithm: string): number {
  const sizes: Record<string, number> = {
    md5: 16,
    sha1: 20,
    blake2b: 64,
    blake3: 32,
    sm3: 32,
    crc32: 4,
  };
  return sizes[algorithm] ?? Number(/\d+$/.exec(algorithm)?.[0]) / 8;
}
