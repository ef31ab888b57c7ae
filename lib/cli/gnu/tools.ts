/** The tools, their algorithms and their options. */
import type { Option } from './getopt';

export interface Algorithm {
  /** As `digestEach` and cksum's `--algorithm` have it. */
  readonly name: string;
  readonly tag: string;
  readonly bits: number;
  /** Whether it is a sum without a digest's line, whose lists cannot be checked. */
  readonly sum?: boolean;
}

/** In the order in which cksum lists them. */
export const ALGORITHMS = [
  { name: 'bsd', tag: 'BSD', bits: 16, sum: true },
  { name: 'sysv', tag: 'SYSV', bits: 16, sum: true },
  { name: 'crc', tag: 'CRC', bits: 32, sum: true },
  { name: 'md5', tag: 'MD5', bits: 128 },
  { name: 'sha1', tag: 'SHA1', bits: 160 },
  { name: 'sha224', tag: 'SHA224', bits: 224 },
  { name: 'sha256', tag: 'SHA256', bits: 256 },
  { name: 'sha384', tag: 'SHA384', bits: 384 },
  { name: 'sha512', tag: 'SHA512', bits: 512 },
  { name: 'blake2b', tag: 'BLAKE2b', bits: 512 },
  { name: 'sm3', tag: 'SM3', bits: 256 },
] as const satisfies readonly Algorithm[];

export type OptionKey =
  | 'length'
  | 'check'
  | 'ignore-missing'
  | 'quiet'
  | 'status'
  | 'warn'
  | 'strict'
  | 'tag'
  | 'zero'
  | 'algorithm'
  | 'base64'
  | 'debug'
  | 'raw'
  | 'untagged'
  | 'binary'
  | 'text'
  | 'help'
  | 'version'
  | 'refused';

export interface ToolOption extends Option {
  readonly key: OptionKey;
  /** One line of `--help`; absent for what it does not show. */
  readonly help?: string;
}

export interface Tool {
  readonly name: string;
  /** The only one, or the one without `--algorithm`. */
  readonly algorithm: Algorithm;
  /** Whether it is cksum, which has `--algorithm` and prints tagged lines unless told otherwise. */
  readonly selectable: boolean;
  /** Whether tags may give a length, as in `BLAKE2b-256 (name) = …`. */
  readonly sized: boolean;
  /** In the order in which an ambiguous one's possibilities are listed. */
  readonly options: readonly ToolOption[];
}

const LENGTH: ToolOption[] = [
  {
    key: 'length',
    long: 'length',
    short: 'l',
    takesArgument: true,
    help: 'the length of a BLAKE2b digest in bits, a multiple of 8 up to 512',
  },
];

const COMMON: ToolOption[] = [
  { key: 'check', long: 'check', short: 'c', help: 'check the files that the lists FILE name' },
  { key: 'ignore-missing', long: 'ignore-missing', help: 'with -c: pass over missing files' },
  { key: 'quiet', long: 'quiet', help: 'with -c: print no OK' },
  { key: 'status', long: 'status', help: 'with -c: print nothing, the exit status says it' },
  { key: 'warn', long: 'warn', short: 'w', help: 'with -c: say which lines are no entries' },
  { key: 'strict', long: 'strict', help: 'with -c: lines that are no entries are a failure' },
  { key: 'tag', long: 'tag', help: 'print lines with the name of the algorithm' },
  { key: 'zero', long: 'zero', short: 'z', help: 'end lines with NUL, and escape no names' },
];

const MODE: ToolOption[] = [
  { key: 'binary', long: 'binary', short: 'b', help: 'mark lines with an asterisk' },
  { key: 'text', long: 'text', short: 't', help: 'mark lines with a space (the default)' },
];

const CKSUM: ToolOption[] = [
  {
    key: 'algorithm',
    long: 'algorithm',
    short: 'a',
    takesArgument: true,
    help: `one of ${ALGORITHMS.map(({ name }) => name).join(', ')}`,
  },
  { key: 'base64', long: 'base64', help: 'print digests in base64' },
  { key: 'debug', long: 'debug', help: 'accepted, and without effect' },
  { key: 'raw', long: 'raw', help: "print a digest's bytes and nothing else" },
  { key: 'untagged', long: 'untagged', help: 'print lines without the name of the algorithm' },
  // Known to cksum 9.1 only so far that it does not say what is wrong with them.
  { key: 'refused', short: 'b' },
  { key: 'refused', short: 't' },
];

const LAST: ToolOption[] = [
  { key: 'help', long: 'help', help: 'print this text' },
  { key: 'version', long: 'version', help: 'print the version' },
];

function digestTool(name: string, algorithm: string): Tool {
  const sized = algorithm === 'blake2b';
  return {
    name,
    algorithm: algorithmNamed(algorithm),
    selectable: false,
    sized,
    options: [...(sized ? LENGTH : []), ...COMMON, ...MODE, ...LAST],
  };
}

const TOOLS: readonly Tool[] = [
  digestTool('md5sum', 'md5'),
  digestTool('sha1sum', 'sha1'),
  digestTool('sha224sum', 'sha224'),
  digestTool('sha256sum', 'sha256'),
  digestTool('sha384sum', 'sha384'),
  digestTool('sha512sum', 'sha512'),
  digestTool('b2sum', 'blake2b'),
  {
    name: 'cksum',
    algorithm: algorithmNamed('crc'),
    selectable: true,
    sized: true,
    options: [...LENGTH, ...COMMON, ...CKSUM, ...LAST],
  },
];

/** The tools' names. */
export const GNU_TOOLS: readonly string[] = TOOLS.map(({ name }) => name);

/** @throws TypeError if there is no such tool */
export function toolNamed(name: string): Tool {
  const tool = TOOLS.find((tool) => tool.name === name);
  if (tool === undefined) {
    throw new TypeError(`tool: expected one of ${GNU_TOOLS.join(', ')}, found ${name}`);
  }
  return tool;
}

function algorithmNamed(name: string): Algorithm {
  return ALGORITHMS.find((algorithm) => algorithm.name === name) as Algorithm;
}
