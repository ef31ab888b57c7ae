/**
 * The GNU tools for checksums, with checksig's engine behind them. Only here GNU's rules hold: about
 * names, which may be absolute and lead anywhere, and about what is passed over in silence.
 */
import { ChecksigError } from '../../errors';
import { fromBytes, type ByteString } from './bytes';
import { ListCheck } from './check';
import { compute } from './compute';
import { EntryReader } from './entry';
import { helpText, versionText } from './help';
import { readOptions, Refusal, type Settings } from './options';
import { BrokenPipe, Output, type GnuStream } from './output';
import { toolNamed, type Tool } from './tools';

export { fromWritable, type GnuStream } from './output';
export { GNU_TOOLS } from './tools';

/** What a tool has of its process. */
export interface GnuIo {
  readonly stdout: GnuStream;
  readonly stderr: GnuStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * The descriptor that is standard input.
   *
   * @default 0
   */
  readonly stdin?: number;
}

/** The status with which a shell tells of a process that died of SIGPIPE. */
const DIED_OF_SIGPIPE = 128 + 13;

/**
 * Does what the GNU tool of that name does.
 *
 * @param tool one of {@link GNU_TOOLS}
 * @param args its arguments, without its name
 * @returns its exit status, when everything is written
 * @throws TypeError if there is no such tool
 */
export async function gnuTool(tool: string, args: readonly Buffer[], io: GnuIo): Promise<number> {
  const out = new Output(tool, io);
  try {
    return await run(toolNamed(tool), args.map(fromBytes), io, out);
  } catch (error) {
    if (error instanceof BrokenPipe) return DIED_OF_SIGPIPE;
    throw error;
  }
}

async function run(
  tool: Tool,
  args: readonly ByteString[],
  io: GnuIo,
  out: Output,
): Promise<number> {
  let ok: boolean;
  let lineBuffered = true;
  try {
    const settings = readOptions(tool, args, io.env['POSIXLY_CORRECT'] !== undefined);
    lineBuffered = settings.delimiter === '\n';
    ok = await act(tool, settings, io, out);
  } catch (error) {
    if (error instanceof Refusal) {
      for (const line of error.lines) out.diagnose(line);
      if (error.tryHelp) out.recommendHelp();
    } else if (error instanceof ChecksigError) {
      out.diagnose(error.message);
    } else {
      throw error;
    }
    ok = false;
  }
  const written = await out.finish(lineBuffered);
  return ok && written ? 0 : 1;
}

async function act(tool: Tool, settings: Settings, io: GnuIo, out: Output): Promise<boolean> {
  const { stdin = 0 } = io;
  switch (settings.action) {
    case 'help':
      out.print(helpText(tool));
      return true;
    case 'version':
      out.print(versionText(tool));
      return true;
    case 'digest':
      return compute(settings, out, stdin, io.stdout.fd);
    case 'check': {
      const reader = new EntryReader(tool, settings);
      const lists = settings.operands.length > 0 ? settings.operands : ['-'];
      let ok = true;
      for (const list of lists) {
        if (!(await new ListCheck(settings, reader, out, stdin).run(list))) ok = false;
      }
      return ok;
    }
  }
}
