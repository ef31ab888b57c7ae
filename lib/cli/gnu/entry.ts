/** Reads the lines of a checksum list, by the rules of GNU's tools and no others. */
import { cString, type ByteString } from './bytes';
import type { Settings } from './options';
import { ALGORITHMS, type Algorithm, type Tool } from './tools';

export interface Entry {
  readonly name: ByteString;
  /** As `digestEach` has it. */
  readonly algorithm: string;
  /** The listed digest: `hexDigits` hexadecimal digits of either case, or base64. */
  readonly expected: ByteString;
  /** How many hexadecimal digits of the file's digest count. */
  readonly hexDigits: number;
}

/**
 * What one line says about the lines behind it, in this list and in those that follow: a cksum
 * without `--algorithm` names the last tag in its warnings, a tag's length holds for lines without
 * a tag, and a list's first line settles whether one space or two precede a name.
 */
export class EntryReader {
  readonly #tool: Tool;
  readonly #algorithmGiven: boolean;
  readonly #minimum: number;
  #algorithm: Algorithm;
  #hexDigits: number;
  #oneSpace: boolean | undefined;

  constructor(tool: Tool, { algorithm, algorithmGiven, bits }: Settings) {
    this.#tool = tool;
    this.#algorithmGiven = algorithmGiven;
    this.#algorithm = algorithm;
    this.#hexDigits = bits / 4;
    this.#minimum = tool.sized ? 3 : this.#hexDigits + 2;
  }

  /** The algorithm's name in a warning. */
  get tag(): string {
    return this.#algorithm.tag;
  }

  /**
   * @param line without its line ending
   * @returns undefined if it is no entry
   */
  read(line: ByteString): Entry | undefined {
    const head = /^[ \t]*(\\?)/.exec(line);
    const escaped = head?.[1] === '\\';
    const text = line.slice(head?.[0].length);
    if (!this.#algorithmGiven) {
      const [tag] = /^[^ \t(\0-]*/.exec(text) ?? [];
      const algorithm = ALGORITHMS.find((algorithm) => algorithm.tag === tag);
      if (algorithm === undefined || 'sum' in algorithm) return undefined;
      this.#algorithm = algorithm;
    }
    return text.startsWith(this.tag)
      ? this.#readTagged(text.slice(this.tag.length), escaped)
      : this.#readUntagged(text, escaped);
  }

  /** `SHA1 (name) = digest`, OpenSSL's `SHA1(name)= digest`, `BLAKE2b-256 (name) = digest`. */
  #readTagged(text: ByteString, escaped: boolean): Entry | undefined {
    if (this.#tool.sized) {
      const afterLength = this.#readTagLength(text);
      if (afterLength === undefined) return undefined;
      text = afterLength;
    }
    const open = /^ ?\(/.exec(text);
    const close = text.lastIndexOf(')');
    if (open === null || close < open[0].length) return undefined;
    const digest = /^[ \t]*=[ \t]*(.*)$/s.exec(text.slice(close + 1))?.[1];
    if (digest === undefined) return undefined;
    return this.#entry(text.slice(open[0].length, close), cString(digest), escaped);
  }

  /** Takes the tag's length, or the one byte of any kind that GNU lets stand in its place. */
  #readTagLength(text: ByteString): ByteString | undefined {
    const { bits } = this.#algorithm;
    if (!text.startsWith('-')) {
      this.#hexDigits = bits / 4;
      return text.startsWith('(') ? text : text.slice(1);
    }
    // A number as C reads it: decimal, octal or hexadecimal.
    const [all = '', digits = ''] =
      /^-[ \t-\r]*\+?(0x[0-9a-f]+|0[0-7]*|[1-9]\d*)/i.exec(text) ?? [];
    const length = Number(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
    if (length === 0 || length > bits || length % 8 !== 0) return undefined;
    this.#hexDigits = length / 4;
    return text.slice(all.length);
  }

  /** `digest  name`, `digest *name`, and `digest name` of the BSDs' `-r`. */
  #readUntagged(text: ByteString, escaped: boolean): Entry | undefined {
    if (text.length < this.#minimum + (text.startsWith('\\') ? 1 : 0)) return undefined;
    const [digest = ''] = /^[^ \t\0]*/.exec(text) ?? [];
    const space = text[digest.length];
    if (space !== ' ' && space !== '\t') return undefined;
    if (this.#algorithm.name === 'blake2b') {
      const digits = /^[0-9a-f]*/i.exec(digest)?.[0].length ?? 0;
      if (digits < 2 || digits % 2 !== 0 || digits * 4 > this.#algorithm.bits) return undefined;
      this.#hexDigits = digits;
    }
    if (!this.#isDigest(digest)) return undefined;
    let name = text.slice(digest.length + 1);
    if (name.length === 1 || !/^[ *]/.test(name)) {
      if (this.#oneSpace === false) return undefined;
      this.#oneSpace = true;
    } else if (!this.#oneSpace) {
      this.#oneSpace = false;
      name = name.slice(1);
    }
    return this.#entry(name, digest, escaped);
  }

  #entry(name: ByteString, expected: ByteString, escaped: boolean): Entry | undefined {
    const plain = escaped ? unescape(name) : cString(name);
    if (plain === undefined || !this.#isDigest(expected)) return undefined;
    const { name: algorithm, bits } = this.#algorithm;
    const hexDigits = this.#hexDigits;
    const sized = algorithm === 'blake2b' && hexDigits * 4 !== bits;
    return {
      name: plain,
      algorithm: sized ? `blake2b-${hexDigits * 4}` : algorithm,
      expected,
      hexDigits,
    };
  }

  #isDigest(text: ByteString): boolean {
    if (text.length === this.#hexDigits) return /^[0-9a-f]*$/i.test(text);
    if (!this.#tool.selectable) return false;
    const bytes = this.#hexDigits / 2;
    const padding = (3 - (bytes % 3)) % 3;
    if (text.length !== ((bytes + padding) / 3) * 4) return false;
    return /^[A-Za-z0-9+/]*(=*)$/.exec(text)?.[1]?.length === padding;
  }
}

/** Whether a file's digest, in lower-case hexadecimal digits, is the listed one. */
export function matches({ expected, hexDigits }: Entry, digest: string): boolean {
  const found = digest.slice(0, hexDigits);
  if (expected.length === hexDigits) return expected.toLowerCase() === found;
  return expected === Buffer.from(found, 'hex').toString('base64');
}

const UNESCAPED: Readonly<Record<string, string>> = { '\\\\': '\\', '\\n': '\n', '\\r': '\r' };

/** Undefined if an escape is none, or if there is a NUL. */
function unescape(name: ByteString): ByteString | undefined {
  if (!/^(?:[^\\\0]|\\[\\nr])*$/.test(name)) return undefined;
  return name.replace(/\\./g, (escape) => UNESCAPED[escape] ?? escape);
}
