/**
 * Bytes as a string with one character, U+0000 to U+00FF, for each byte. Names and lists need not
 * be UTF-8, and are read and printed byte for byte.
 */
export type ByteString = string;

export function fromBytes(bytes: Uint8Array): ByteString {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

export function toBytes(text: ByteString): Buffer {
  return Buffer.from(text, 'latin1');
}

/** What C sees of a string: the bytes before its first NUL. */
export function cString(text: ByteString): ByteString {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
