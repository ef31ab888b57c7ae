/** Command line → what is to be done, or the same refusal as GNU's. */
import type { ByteString } from './bytes';
import { getopt, GetoptError, type GivenOption } from './getopt';
import { quote } from './quote';
import { strerror } from './strerror';
import { ALGORITHMS, type Algorithm, type Tool, type ToolOption } from './tools';

export interface Settings {
  readonly action: 'digest' | 'check' | 'help' | 'version';
  readonly algorithm: Algorithm;
  /** Whether `--algorithm` was given, or the tool has one only. */
  readonly algorithmGiven: boolean;
  /** The digest's length. */
  readonly bits: number;
  readonly tagged: boolean;
  readonly binary: boolean;
  readonly encoding: 'hex' | 'base64' | 'raw';
  readonly delimiter: '\n' | '\0';
  readonly ignoreMissing: boolean;
  /** Which of the three that replace one another came last. */
  readonly report: 'all' | 'quiet' | 'status' | 'warn';
  readonly strict: boolean;
  /** Empty: standard input, without a name. */
  readonly operands: readonly ByteString[];
}

/** Why nothing is done. `lines` go to standard error. */
export class Refusal extends Error {
  constructor(
    readonly lines: readonly string[],
    /** Whether `--help` is recommended. */
    readonly tryHelp: boolean,
  ) {
    super(lines.join('\n'));
  }
}

/** @throws Refusal */
export function readOptions(
  tool: Tool,
  args: readonly ByteString[],
  posixlyCorrect: boolean,
): Settings {
  const given = new Given(tool);
  try {
    const options = getopt(args, tool.options, posixlyCorrect);
    for (;;) {
      const next = options.next();
      if (next.done) return given.settings(next.value);
      given.add(next.value);
      if (given.action === 'help' || given.action === 'version') return given.settings([]);
    }
  } catch (error) {
    if (error instanceof GetoptError) throw new Refusal([error.message], true);
    throw error;
  }
}

/** The options as they are read; a later one may take back an earlier one. */
class Given {
  action: Settings['action'] = 'digest';
  readonly #tool: Tool;
  #algorithm: Algorithm;
  #algorithmGiven: boolean;
  #length = 0n;
  #lengthText = '';
  #tag: boolean | undefined;
  #mode: 'binary' | 'text' | undefined;
  #base64 = false;
  #raw = false;
  #zero = false;
  #ignoreMissing = false;
  #report: Settings['report'] = 'all';
  #strict = false;

  constructor(tool: Tool) {
    this.#tool = tool;
    this.#algorithm = tool.algorithm;
    this.#algorithmGiven = !tool.selectable;
  }

  /** @throws Refusal if the argument is none for the option */
  add({ option: { key }, argument }: GivenOption<ToolOption>): void {
    switch (key) {
      case 'check':
      case 'help':
      case 'version':
        this.action = key;
        break;
      case 'quiet':
      case 'status':
      case 'warn':
        this.#report = key;
        break;
      case 'binary':
      case 'text':
        this.#mode = key;
        break;
      case 'tag':
        this.#tag = true;
        this.#mode = 'binary';
        break;
      case 'untagged':
        if (this.#tag) this.#mode = undefined;
        this.#tag = false;
        break;
      case 'length':
        this.#length = readLength(argument);
        this.#lengthText = argument;
        break;
      case 'algorithm':
        this.#algorithm = readAlgorithm(argument);
        this.#algorithmGiven = true;
        break;
      case 'ignore-missing':
        this.#ignoreMissing = true;
        break;
      case 'strict':
        this.#strict = true;
        break;
      case 'zero':
        this.#zero = true;
        break;
      case 'base64':
        this.#base64 = true;
        break;
      case 'raw':
        this.#raw = true;
        break;
      case 'debug':
        break;
      case 'refused':
        throw new Refusal([], true);
    }
  }

  /** @throws Refusal if the options do not go together */
  settings(operands: readonly ByteString[]): Settings {
    const { selectable } = this.#tool;
    const { action } = this;
    if (action === 'digest' || action === 'check') {
      this.#checkLength();
      this.#checkTogether(operands);
    }
    return {
      action,
      algorithm: this.#algorithm,
      algorithmGiven: this.#algorithmGiven,
      bits: Number(this.#length) || this.#algorithm.bits,
      tagged: this.#tag ?? selectable,
      binary: this.#mode === 'binary',
      encoding: this.#raw ? 'raw' : this.#base64 ? 'base64' : 'hex',
      delimiter: this.#zero ? '\0' : '\n',
      ignoreMissing: this.#ignoreMissing,
      report: this.#report,
      strict: this.#strict,
      operands,
    };
  }

  #checkLength(): void {
    const length = this.#length;
    if (length !== 0n && this.#algorithm.name !== 'blake2b') {
      throw new Refusal(['--length is only supported with --algorithm=blake2b'], false);
    }
    const invalid = `invalid length: ${quote(this.#lengthText)}`;
    const { tag, bits } = this.#algorithm;
    if (length > BigInt(bits)) {
      const maximum = `maximum digest length for ${quote(tag)} is ${bits} bits`;
      throw new Refusal([invalid, maximum], false);
    }
  }

  /** The order is GNU's: of several reasons the first is told. */
  #checkTogether(operands: readonly ByteString[]): void {
    const { selectable } = this.#tool;
    const check = this.action === 'check';
    const verifying = 'when verifying checksums';
    refuse(
      check && this.#algorithm.sum === true && this.#algorithmGiven,
      '--check is not supported with --algorithm={bsd,sysv,crc}',
      false,
    );
    refuse(this.#base64 && this.#raw, '--base64 and --raw are mutually exclusive');
    refuse(this.#tag && this.#mode === 'text', '--tag does not support --text mode');
    refuse(check && this.#zero, `the --zero option is not supported ${verifying}`);
    if (!selectable) {
      refuse(check && this.#tag, `the --tag option is meaningless ${verifying}`);
      refuse(
        check && this.#mode !== undefined,
        `the --binary and --text options are meaningless ${verifying}`,
      );
    }
    const only = (option: string) => `the --${option} option is meaningful only ${verifying}`;
    refuse(!check && this.#ignoreMissing, only('ignore-missing'));
    refuse(!check && this.#report !== 'all', only(this.#report));
    refuse(!check && this.#strict, only('strict'));
    refuse(
      this.#raw && operands.length > 1,
      'the --raw option is not supported with multiple files',
      false,
    );
  }
}

function refuse(condition: boolean | undefined, reason: string, tryHelp = true): void {
  if (condition) throw new Refusal([reason], tryHelp);
}

function readLength(text: ByteString): bigint {
  const invalid = `invalid length: ${quote(text)}`;
  const [, digits] = /^[ \t-\r]*\+?(\d+)$/.exec(text) ?? [];
  if (digits === undefined) throw new Refusal([invalid], false);
  const length = BigInt(digits);
  if (length >= 1n << 64n) throw new Refusal([`${invalid}: ${strerror('EOVERFLOW')}`], false);
  if (length % 8n !== 0n) throw new Refusal([invalid, 'length is not a multiple of 8'], false);
  return length;
}

function readAlgorithm(text: ByteString): Algorithm {
  const algorithm = ALGORITHMS.find(({ name }) => name === text);
  if (algorithm !== undefined) return algorithm;
  const valid = ALGORITHMS.map(({ name }) => `\n  - ${quote(name)}`).join('');
  const reason = `invalid argument ${quote(text)} for '--algorithm'`;
  throw new Refusal([`${reason}\nValid arguments are:${valid}`], true);
}
