/** Reads options as GNU's getopt_long does, with its messages. */
import type { ByteString } from './bytes';

export interface Option {
  readonly long?: string;
  readonly short?: string;
  readonly takesArgument?: boolean;
}

export interface GivenOption<O extends Option> {
  readonly option: O;
  /** Empty for an option that takes none. */
  readonly argument: ByteString;
}

/** What is wrong with an argument. */
export class GetoptError extends Error {}

/**
 * Yields the options in their order, as they are read: what follows an option may be wrong. Returns
 * the operands.
 *
 * @param options in the order in which the possibilities of an ambiguous one are listed
 * @param posixlyCorrect whether the first operand ends the options
 * @throws GetoptError
 */
export function* getopt<O extends Option>(
  args: readonly ByteString[],
  options: readonly O[],
  posixlyCorrect: boolean,
): Generator<GivenOption<O>, ByteString[]> {
  const operands: ByteString[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') return [...operands, ...args.slice(at + 1)];
    if (arg === '-' || !arg.startsWith('-')) {
      if (posixlyCorrect) return args.slice(at);
      operands.push(arg);
      continue;
    }
    for (const { option, argument } of arg.startsWith('--')
      ? longOption(arg.slice(2), options)
      : shortOptions(arg.slice(1), options)) {
      if (!option.takesArgument || argument !== undefined) {
        yield { option, argument: argument ?? '' };
        continue;
      }
      const next = args[++at];
      if (next === undefined) {
        throw new GetoptError(
          arg.startsWith('--')
            ? `option '--${option.long}' requires an argument`
            : `option requires an argument -- '${option.short}'`,
        );
      }
      yield { option, argument: next };
    }
  }
  return operands;
}

interface Found<O> {
  readonly option: O;
  /** Absent where it may be the next argument. */
  readonly argument?: ByteString | undefined;
}

function longOption<O extends Option>(text: ByteString, options: readonly O[]): [Found<O>] {
  const [, name = '', argument] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const candidates = options.filter(({ long }) => long?.startsWith(name));
  const option = candidates.find(({ long }) => long === name) ?? candidates[0];
  if (option === undefined) throw new GetoptError(`unrecognized option '--${text}'`);
  if (candidates.length > 1 && option.long !== name) {
    const possibilities = candidates.map(({ long }) => ` '--${long}'`).join('');
    throw new GetoptError(`option '--${text}' is ambiguous; possibilities:${possibilities}`);
  }
  if (argument !== undefined && !option.takesArgument) {
    throw new GetoptError(`option '--${option.long}' doesn't allow an argument`);
  }
  return [{ option, argument }];
}

function* shortOptions<O extends Option>(
  text: ByteString,
  options: readonly O[],
): Generator<Found<O>> {
  for (let at = 0; at < text.length; at++) {
    const option = options.find(({ short }) => short === text[at]);
    if (option === undefined) throw new GetoptError(`invalid option -- '${text[at]}'`);
    if (option.takesArgument) {
      yield { option, argument: text.slice(at + 1) || undefined };
      return;
    }
    yield { option };
  }
}
