import fc from 'fast-check';
import { ALGORITHMS, LENGTHS, NAMES, READABLE, type Digests } from './gnu-tree';

/** Tags as GNU prints them, by algorithm. */
const TAGS: Readonly<Record<string, string>> = Object.fromEntries(
  ALGORITHMS.map((name) => [name, name === 'blake2b' ? 'BLAKE2b' : name.toUpperCase()]),
);

const pick = <T>(...values: T[]) => fc.constantFrom(...values);

/** One in `n` times the second, otherwise the first. */
function rarely<T>(n: number, usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ arbitrary: usual, weight: n - 1 }, { arbitrary: rare, weight: 1 });
}

const name = fc.oneof(
  { arbitrary: pick('f', 'empty', 'a b', 'link'), weight: 3 },
  { arbitrary: pick(...READABLE), weight: 4 },
  { arbitrary: pick(...NAMES, '-', ''), weight: 2 },
);

const algorithm = (own: string) => rarely(8, pick(own), pick(...ALGORITHMS));

/** The name as it stands in a line, and what stands before the line for it. */
function written(name: string): fc.Arbitrary<{ prefix: string; name: string }> {
  const escaped = name.replace(/[\\\n\r]/g, (c) => ({ '\n': '\\n', '\r': '\\r' })[c] ?? '\\\\');
  const right = { prefix: escaped === name ? '' : '\\', name: escaped };
  return rarely(
    12,
    fc.constant(right),
    pick(
      { prefix: '', name },
      { prefix: '\\', name },
      { prefix: '', name: escaped },
      { prefix: '\\', name: `${escaped}\\` },
      { prefix: '\\', name: `${escaped}\\x` },
      { prefix: '', name: `${name}\0behind` },
      { prefix: '\\', name: `${escaped}\0behind` },
    ),
  );
}

/** A digest as it stands in a line. */
function digest(right: string): fc.Arbitrary<string> {
  const flipped = right.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
  return rarely(
    4,
    pick(right, right, right, right.toUpperCase()),
    pick(
      flipped,
      flipped,
      right.slice(0, -1),
      right.slice(0, -2),
      right + '0',
      right + '00',
      right.replace(/.$/, 'g'),
      right.replace(/^../, '\xe9z'),
      right + '\0',
      right + ' ',
      '',
      'a',
      'ab',
      'abc',
    ),
  );
}

function untagged(digest: string, name: string, prefix: string): fc.Arbitrary<string> {
  const between = rarely(
    6,
    pick('  ', ' *'),
    pick(' ', '\t', '\t ', '\t*', '   ', '', '\0 ', ' \t'),
  );
  const space = rarely(12, pick(''), pick(' ', '\t', ' \t ', '\\'));
  return fc.tuple(space, between).map(([front, gap]) => `${front}${prefix}${digest}${gap}${name}`);
}

function tagged(tag: string, digest: string, name: string, prefix: string): fc.Arbitrary<string> {
  const length = rarely(
    6,
    pick(''),
    pick('-8', '-16', '-80', '-128', '-160', '-256', '-512', '-0', '-9', '-x', '-', '--8', '-+128')
      .chain((text) =>
        pick(text, text, `${text}x`, text.replace('-', '-0'), `${text.replace('-', '- ')}`),
      )
      .chain((text) =>
        pick(
          text,
          text,
          text.replace(/-(\d+)$/, (_, n) => `-0x${Number(n).toString(16)}`),
        ),
      ),
  );
  const space = rarely(12, pick(''), pick(' ', '\t', '\\'));
  const open = rarely(6, pick(' ('), pick('(', '  (', '\t(', 'x(', '\0(', ' [', ' ', '((', ' (('));
  const close = rarely(
    6,
    pick(') = '),
    pick(')= ', ')=', ')\t=\t', ') =  ', ') ', ')', ') == ', ' = '),
  );
  const cased = rarely(
    20,
    pick(tag),
    pick(tag.toLowerCase(), tag.slice(0, -1), `${tag}1`, 'CRC', 'BSD'),
  );
  return fc
    .tuple(space, cased, length, open, close)
    .map(([front, tag, bits, before, after]) =>
      [front, prefix, tag, bits, before, name, after, digest].join(''),
    );
}

const JUNK = [
  '',
  ' ',
  '\t',
  '#',
  '# a comment',
  ' # no comment',
  '\\# no comment',
  '\\',
  '\0',
  '\r',
  'junk',
  'SHA1',
  'SHA1 (',
  'SHA1 ()',
  'SHA1 () = ',
  'BLAKE2b-',
  'BLAKE2b-8',
  'MD5 (f) = d41d8cd98f00b204e9800998ecf8427e',
  '-----BEGIN PGP SIGNED MESSAGE-----',
  'Hash: SHA256',
  '27  f',
  '27 f',
  '27 ',
  '\xef\xbb\xbf',
];

/** A line for a tool whose own algorithm is `own`. */
function line(own: string, digests: Digests): fc.Arbitrary<string> {
  const entry = fc
    .tuple(name, algorithm(own), pick(undefined, ...LENGTHS))
    .chain(([file, name, bits]) => {
      const sized = name === 'blake2b' && bits !== undefined;
      const all = digests.get(sized ? `${name}-${bits}` : name);
      const right = all?.get(file) ?? all?.get('f') ?? '';
      const tag = sized ? `${TAGS[name]}-${bits}` : (TAGS[name] ?? '');
      return fc
        .tuple(written(file), digest(right))
        .chain(([{ prefix, name }, digits]) =>
          fc.oneof(
            { arbitrary: untagged(digits, name, prefix), weight: 3 },
            { arbitrary: tagged(tag, digits, name, prefix), weight: 2 },
          ),
        );
    });
  return fc.oneof({ arbitrary: entry, weight: 8 }, { arbitrary: pick(...JUNK), weight: 1 });
}

/** One byte is lost, doubled or replaced. */
function damaged(text: string): fc.Arbitrary<string> {
  return fc
    .tuple(fc.nat(Math.max(0, text.length - 1)), pick('', '\0', '\xff', ' ', ')', '\\'))
    .map(([at, byte]) => text.slice(0, at) + byte + text.slice(at + 1));
}

/** The content of a list. */
export function list(own: string, digests: Digests): fc.Arbitrary<string> {
  const whole = line(own, digests).chain((text) => rarely(15, fc.constant(text), damaged(text)));
  const ending = rarely(10, pick('\n'), pick('\r\n', '\r\r\n', '\n\n', '\0\n'));
  const lines = fc.array(
    fc.tuple(whole, ending).map((parts) => parts.join('')),
    { minLength: 1, maxLength: 10, size: 'max' },
  );
  const uniform = rarely(
    3,
    lines,
    lines.map((all) => all.map((text) => text.replace(/\n$/, '\r\n'))),
  );
  const text = fc
    .tuple(uniform, pick('', '\n'), rarely(20, pick(''), pick('\xef\xbb\xbf')))
    .map(([all, last, bom]) => bom + all.join('').replace(/\n$/, last));
  return text.map(settle);
}

/**
 * Takes out what has no settled meaning: of a tag alone at the end of a list, without a newline,
 * GNU reads on in what its buffer held before.
 */
function settle(text: string): string {
  return /(^|\n)[ \t]*\\?[A-Za-z0-9]+$/.test(text) ? `${text}\n` : text;
}
