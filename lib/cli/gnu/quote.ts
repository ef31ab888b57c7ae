/**
 * How GNU prints names in diagnostics, in the C locale, in which a byte that is not printable ASCII
 * is no letter.
 */
import type { ByteString } from './bytes';

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
};

function escape(byte: string): string {
  return ESCAPES[byte] ?? `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

/** An argument of an option: between single quotes, with C's escapes. */
export function quote(text: ByteString): string {
  const escaped = text.replace(/['\\]/g, '\\$&').replace(/[^ -~]/g, (byte) => escape(byte));
  return `'${escaped}'`;
}

/**
 * A file's name as one can paste it into a shell: bare where that does, otherwise in single quotes
 * and `$'…'`. A colon is quoted, since one follows the name.
 */
export function quoteFile(name: ByteString): string {
  if (isBare(name)) return name;
  if (name.includes("'") && fitsDoubleQuotes(name)) return `"${name}"`;
  let quoted = '';
  // Whether `$'…'` is open. GNU believes so from the start of a name with an apostrophe whose last
  // byte is escaped, which it has read once before, and then prints more quotes than it should.
  let escaping = name.includes("'") && isUnprintable(name.slice(-1));
  for (const byte of name) {
    if (isUnprintable(byte)) {
      quoted += `${escaping ? '' : "'$'"}${escape(byte)}`;
      escaping = true;
    } else if (byte === "'") {
      // Of the two quotes that end `$'…'` and go on this one's first is one.
      quoted += "'\\''";
      escaping = false;
    } else {
      quoted += `${escaping ? "''" : ''}${byte}`;
      escaping = false;
    }
  }
  return `'${quoted}'`;
}

function isUnprintable(byte: string): boolean {
  return /[^ -~]/.test(byte);
}

function isBare(name: ByteString): boolean {
  return /^(?![#~])[\w%+,\-./\]@{}#~]+$/.test(name) && name !== '{' && name !== '}';
}

/** Whether a name has nothing but apostrophes to quote, and nothing special in double quotes. */
function fitsDoubleQuotes(name: ByteString): boolean {
  return /^[#~]?[\w %+,\-./:\]@']*$/.test(name);
}
