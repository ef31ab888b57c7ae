import { isUtf8 } from 'node:buffer';

/**
 * How many bytes {@link ByteReader.ahead} makes text of at once: some 40 verdicts. One that is kept
 * keeps that text.
 */
const AHEAD = 4096;

/** Reads numbers, texts and lists from bytes, one after the other. Numbers are little-endian. */
export class ByteReader {
  readonly #bytes: Buffer;
  readonly view: DataView;
  #at = 0;
  /** What {@link ahead} has read, and from where to where. */
  #text = '';
  #textStart = 0;
  #textEnd = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Moves over the next byte if it is `kind`, and reports whether it is. */
  take(kind: number): boolean {
    if (this.done || this.view.getUint8(this.#at) !== kind) return false;
    this.#at += 1;
    return true;
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** Moves over `size` bytes and returns where they begin. */
  skip(size: number): number {
    const at = this.#at;
    if (at + size > this.#bytes.length) throw new RangeError('batch is cut short');
    this.#at = at + size;
    return at;
  }

  uint8(): number {
    return this.view.getUint8(this.skip(1));
  }

  uint16(): number {
    return this.view.getUint16(this.skip(2), true);
  }

  uint32(): number {
    return this.view.getUint32(this.skip(4), true);
  }

  float64(): number {
    return this.view.getFloat64(this.skip(8), true);
  }

  bytes(size: number): Uint8Array {
    const at = this.skip(size);
    return this.#bytes.subarray(at, at + size);
  }

  /** Text of which all is ASCII. It is a part of a longer one, for which other bytes do not matter. */
  ahead(size: number): string {
    const at = this.skip(size);
    if (at + size > this.#textEnd) {
      this.#textStart = at;
      this.#textEnd = Math.min(at + Math.max(size, AHEAD), this.#bytes.length);
      this.#text = this.#bytes.toString('latin1', at, this.#textEnd);
    }
    return this.#text.slice(at - this.#textStart, at + size - this.#textStart);
  }

  ascii(size: number): string {
    const at = this.skip(size);
    return this.#bytes.toString('latin1', at, at + size);
  }

  hex(size: number): string {
    const at = this.skip(size);
    return size === 0 ? '' : this.#bytes.toString('hex', at, at + size);
  }

  /** UTF-8; bytes that are none become U+FFFD. */
  utf8(size: number): string {
    const at = this.skip(size);
    return size === 0 ? '' : this.#bytes.toString('utf8', at, at + size);
  }

  /** So many values, each read by `read`. */
  list<T>(count: number, read: () => T): T[] {
    const values: T[] = [];
    while (values.length < count) values.push(read());
    return values;
  }

  /** UTF-8 with its size in front. */
  text(): string {
    return this.utf8(this.uint32());
  }

  /** A path with its size in front; with its bytes if they are not UTF-8. */
  path(): { path: string; pathBytes?: Uint8Array } {
    const size = this.uint32();
    const path = this.utf8(size);
    const pathBytes = this.unspelled(path, size);
    return pathBytes ? { path, pathBytes } : { path };
  }

  /** The `size` bytes that were read last as this text, if they are not UTF-8. */
  unspelled(text: string, size: number): Uint8Array | undefined {
    // Only what is not UTF-8, or says so itself, has the replacement character.
    if (!text.includes('\ufffd')) return undefined;
    const bytes = this.#bytes.subarray(this.#at - size, this.#at);
    return isUtf8(bytes) ? undefined : Uint8Array.from(bytes);
  }
}
