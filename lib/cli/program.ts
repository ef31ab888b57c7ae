/** Reads the command line of the commands for people. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

import { version } from '../../package.json';
import type { CheckOptions, CreateOptions } from '../options';
import { CHECK_HEAD, CREATE_HEAD, screenOf, TOP } from './help';
import { CHECK_SPECS, CREATE_SPECS, type OptionSpec, type PrintOptions } from './options';
import type { Screen } from './output';
import { kebab, plainLines } from './text';

/** What the command line asks for. */
export type Invocation =
  | {
      readonly command: 'check';
      readonly targets: readonly string[];
      readonly options: CheckOptions;
      readonly print: PrintOptions;
    }
  | {
      readonly command: 'create';
      readonly dir: string;
      readonly options: CreateOptions;
      readonly print: PrintOptions;
    };

/**
 * Reads the arguments.
 *
 * @returns what to do, or the exit status if that was only to print something
 */
export function readArguments(args: readonly string[], { out, err }: Screen): Invocation | number {
  let invocation: Invocation | undefined;
  const program = new Command('checksig')
    .version(version, '--version')
    .helpCommand(false)
    .helpOption('-h, --help', 'print this')
    .configureHelp({ formatHelp: () => TOP })
    .configureOutput({
      writeOut: (text) => out.print(text.trimEnd()),
      writeErr: (text) => err.print(plainLines(text.trimEnd())),
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'checksig: '));
        write("Try 'checksig --help'.");
      },
    })
    .exitOverride();
  program
    .command('check', { isDefault: true })
    .argument('[target...]')
    .configureHelp({ formatHelp: screenOf(CHECK_HEAD) })
    .action((targets: string[], values: Values) => {
      const { json, quiet, progress, ...options } = values;
      const print = { json, quiet, progress } as PrintOptions;
      invocation = { command: 'check', targets, options, print };
    });
  program
    .command('create')
    .argument('<DIR>')
    .configureHelp({ formatHelp: screenOf(CREATE_HEAD) })
    .action((dir: string, values: Values) => {
      const { json, quiet, progress, ...options } = values;
      const print = { json, quiet, progress } as PrintOptions;
      invocation = { command: 'create', dir, options, print };
    });
  addOptions(program, 'check', CHECK_SPECS);
  addOptions(program, 'create', CREATE_SPECS);
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
  return invocation as Invocation;
}

type Values = Readonly<Record<string, unknown>>;

function addOptions(program: Command, name: string, specs: Readonly<Record<string, OptionSpec>>) {
  const command = program.commands.find((command) => command.name() === name) as Command;
  for (const [key, { value, short, help, kind, negated }] of Object.entries(specs)) {
    const long = `--${negated ? 'no-' : ''}${kebab(key)}`;
    const flags = [short ? `-${short}, ${long}` : long, value && `<${value}>`];
    const option = new Option(flags.filter(Boolean).join(' '), help);
    if (kind) option.argParser(PARSERS[kind]);
    command.addOption(option);
  }
}

/** Everything else about a value is checked by the API. */
const PARSERS: Readonly<
  Record<NonNullable<OptionSpec['kind']>, (text: string, before: unknown) => unknown>
> = {
  integer(text) {
    if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It has to be a whole number.');
    return Number(text);
  },
  list: (text) => text.split(','),
  repeatable: (text, before) => [...((before ?? []) as string[]), text],
};
