import fc from 'fast-check';
import type { Call } from './gnu';
import { list } from './gnu-lists';
import { ALGORITHMS, NAMES, READABLE, type Digests } from './gnu-tree';

/** A call, and what is in the lists that its operands name. */
export interface GnuCase extends Call {
  readonly lists: Readonly<Record<string, string>>;
}

/** The lists' names; the second has to be quoted in messages. */
export const LISTS = ['list', "the list's\n2nd"];

const TOOLS: Readonly<Record<string, string>> = {
  md5sum: 'md5',
  sha1sum: 'sha1',
  sha224sum: 'sha224',
  sha256sum: 'sha256',
  sha384sum: 'sha384',
  sha512sum: 'sha512',
  b2sum: 'blake2b',
  cksum: 'crc',
};

const pick = <T>(...values: T[]) => fc.constantFrom(...values);

const CHECKING = ['--quiet', '--status', '--strict', '-w', '--warn', '--ignore-missing'];
const PRINTING = ['--tag', '-b', '-t', '-z', '--binary', '--text', '--zero'];
const BAD = [
  '--nonsense',
  '-x',
  '-bx',
  '--',
  '--tag=1',
  '--check=',
  '--t',
  '--st',
  '--s=1',
  '-\xff',
];
const POSIX: Readonly<Record<string, string>> = { POSIXLY_CORRECT: '' };
const BLAKE2B_LENGTHS = ['8', '16', '256', '512', '0'];
const BAD_LENGTHS = ['7', '513', '520', '', ' 8', '8 ', '+8', '-8', '0x8', '9'.repeat(20), "1'\n"];

/** A long option cut short: unique, ambiguous or the option itself. */
function abbreviated(option: string): fc.Arbitrary<string> {
  if (!option.startsWith('--') || option === '--') return fc.constant(option);
  return fc.oneof(
    { arbitrary: fc.constant(option), weight: 3 },
    {
      arbitrary: fc.integer({ min: 3, max: option.length }).map((n) => option.slice(0, n)),
      weight: 1,
    },
  );
}

function some(options: readonly string[], maxLength: number): fc.Arbitrary<string[]> {
  return fc.array(pick(...options).chain(abbreviated), { maxLength });
}

/** The options that name an algorithm or a length, each as the arguments that it takes. */
function selecting(tool: string): fc.Arbitrary<{ algorithm: string; options: string[] }> {
  if (tool === 'cksum') {
    const given = (name: string) =>
      pick(['-a', name], [`-a${name}`], [`--algorithm=${name}`], ['--alg', name]);
    const name = fc.oneof(
      { arbitrary: pick(...ALGORITHMS), weight: 6 },
      { arbitrary: pick('crc', 'bsd', 'sysv'), weight: 1 },
      { arbitrary: pick('sha', 'SHA1', '', "it's"), weight: 1 },
    );
    const withName = name.chain((algorithm) =>
      given(algorithm).chain((options) =>
        algorithm === 'blake2b'
          ? length.map((more) => ({ algorithm, options: [...options, ...more] }))
          : fc.constant({ algorithm, options }),
      ),
    );
    const without = pick(...ALGORITHMS).map((algorithm) => ({
      algorithm,
      options: [] as string[],
    }));
    return fc.oneof(
      { arbitrary: withName, weight: 3 },
      { arbitrary: without, weight: 2 },
      { arbitrary: length.map((options) => ({ algorithm: 'sha1', options })), weight: 1 },
    );
  }
  const algorithm = TOOLS[tool] ?? '';
  if (tool !== 'b2sum') return fc.constant({ algorithm, options: [] });
  return length.map((options) => ({ algorithm, options }));
}

const length = fc.oneof(
  { arbitrary: fc.constant([] as string[]), weight: 3 },
  {
    arbitrary: pick(...BLAKE2B_LENGTHS).chain((n) =>
      pick(['-l', n], [`-l${n}`], ['--length', n], [`--le=${n}`]),
    ),
    weight: 3,
  },
  { arbitrary: pick(...BAD_LENGTHS).chain((n) => pick(['-l', n], [`--length=${n}`])), weight: 1 },
);

/** The arguments of a call, options before, between and behind the operands. */
function mixed(options: fc.Arbitrary<string[]>, operands: fc.Arbitrary<string[]>) {
  return fc
    .tuple(options, options, operands, fc.nat(3))
    .map(([before, between, operands, at]) => [
      ...before,
      ...operands.slice(0, at),
      ...between,
      ...operands.slice(at),
    ]);
}

function args(tool: string, check: boolean): fc.Arbitrary<string[]> {
  const cksum = tool === 'cksum' ? ['--untagged', '--untagged'] : [];
  if (check) {
    const lists = fc.oneof(
      { arbitrary: fc.array(pick(...LISTS), { maxLength: 3 }), weight: 8 },
      { arbitrary: fc.array(pick(...LISTS, '-', ...NAMES), { maxLength: 3 }), weight: 2 },
    );
    const rest = fc.oneof(
      { arbitrary: some(CHECKING, 2), weight: 8 },
      { arbitrary: some([...CHECKING, ...PRINTING, ...cksum, ...BAD], 2), weight: 1 },
    );
    const verb = pick('-c', '--check', '--c', '-wc', '-cw');
    return fc
      .tuple(verb, mixed(rest, lists))
      .chain(([verb, args]) => pick([verb, ...args], [verb, ...args], [...args, verb]));
  }
  const names = fc.array(pick(...READABLE, ...NAMES, '-'), { maxLength: 4 });
  const rest = fc.oneof(
    { arbitrary: some([...PRINTING, ...cksum], 2), weight: 5 },
    { arbitrary: some([...CHECKING, ...PRINTING, ...cksum, ...BAD, '-c'], 3), weight: 2 },
  );
  return mixed(rest, names);
}

/** A call of any tool. */
export function gnuCase(digests: Digests): fc.Arbitrary<GnuCase> {
  return fc
    .tuple(pick(...Object.keys(TOOLS), 'sha1sum', 'cksum', 'b2sum'), pick(true, true, false))
    .chain(([tool, check]) =>
      selecting(tool).chain(({ algorithm, options }) => {
        const own = digests.has(algorithm) ? algorithm : 'sha1';
        return fc.record({
          tool: fc.constant(tool),
          args: args(tool, check).chain((rest) =>
            pick([...options, ...rest], [...rest, ...options]),
          ),
          stdin: fc.oneof(list(own, digests), pick('', 'text\n')),
          env: fc.oneof({ arbitrary: pick({}), weight: 19 }, { arbitrary: pick(POSIX), weight: 1 }),
          lists: fc
            .tuple(list(own, digests), list(own, digests))
            .map(([first, second]) => ({ [LISTS[0] ?? '']: first, [LISTS[1] ?? '']: second })),
        });
      }),
    )
    .map((call) => (call.tool === 'cksum' ? asOldCksum(call) : call))
    .filter(({ args }) => !args.some((arg) => /^--(h|v)/.test(arg)));
}

/**
 * Takes out what is a deviation of cksum (docs/cli.md): options of later versions, digests that can
 * be read as base64, of which sixty-four digits for SHA-384 are the only ones that are made, and
 * directories as operands.
 */
function asOldCksum(call: GnuCase): GnuCase {
  const oldList = (text: string) =>
    text.replace(/(?<![\w+/])[\w+/]{64}(?![\w+/])/g, (digits) => digits.slice(1));
  const oldArg = (arg: string) => {
    if (arg === 'dir') return 'nope';
    return /^--[br=]/.test(arg) ? '--x' : arg;
  };
  return {
    ...call,
    args: call.args.map(oldArg),
    stdin: oldList(call.stdin ?? ''),
    lists: Object.fromEntries(
      Object.entries(call.lists).map(([name, text]) => [name, oldList(text)]),
    ),
  };
}
