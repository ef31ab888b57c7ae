import { toBytes, type ByteString } from './bytes';
import { errnoOf, strerror } from './strerror';

/** Where a tool writes. */
export interface GnuStream {
  /** Takes the chunk; what it returns settles when there may be more. Rejects with a system error. */
  write(chunk: Uint8Array): Promise<void> | void;
  /** The descriptor behind it, where there is one. */
  readonly fd?: number;
}

/** Nobody reads any more: a tool in C would have died of the signal. */
export class BrokenPipe extends Error {}

/** How much may wait to be written before whoever prints has to wait. */
const LIMIT = 256 * 1024;

/**
 * Standard output and standard error, in the order in which they are printed to. What is printed is
 * written when the event loop next comes round, so that lines that come together leave together.
 */
export class Output {
  readonly #tool: string;
  readonly #streams: Readonly<Record<'stdout' | 'stderr', GnuStream>>;
  #waiting: { to: 'stdout' | 'stderr'; text: ByteString }[] = [];
  #size = 0;
  #scheduled = false;
  #writing: Promise<void> = Promise.resolve();
  #broken = false;
  #failed: { errno: string } | undefined;

  constructor(tool: string, streams: { readonly stdout: GnuStream; readonly stderr: GnuStream }) {
    this.#tool = tool;
    this.#streams = streams;
  }

  print(text: ByteString): void {
    this.#add('stdout', text);
  }

  /** Prints a line to standard error, the tool's name in front. */
  diagnose(text: ByteString): void {
    this.#add('stderr', `${this.#tool}: ${text}\n`);
  }

  /** Prints where GNU says how to find help. */
  recommendHelp(): void {
    this.#add('stderr', `Try '${this.#tool} --help' for more information.\n`);
  }

  /**
   * Settles when there is room for more.
   *
   * @throws BrokenPipe
   */
  async ready(): Promise<void> {
    if (this.#size > LIMIT || this.#broken) await this.flush();
  }

  /**
   * Settles when all that was printed is written.
   *
   * @throws BrokenPipe
   */
  async flush(): Promise<void> {
    this.#write();
    await this.#writing;
    if (this.#broken) throw new BrokenPipe();
  }

  /**
   * Flushes, and says so if writing to standard output failed.
   *
   * @param lineBuffered whether GNU would have failed line by line, when it has forgotten the errno
   * at its end
   * @returns whether all was written
   * @throws BrokenPipe
   */
  async finish(lineBuffered: boolean): Promise<boolean> {
    await this.flush();
    if (this.#failed === undefined) return true;
    const reason = lineBuffered ? '' : `: ${strerror(this.#failed.errno)}`;
    this.diagnose(`write error${reason}`);
    await this.flush();
    return false;
  }

  #add(to: 'stdout' | 'stderr', text: ByteString): void {
    const last = this.#waiting.at(-1);
    if (last?.to === to) last.text += text;
    else this.#waiting.push({ to, text });
    this.#size += text.length;
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#write());
  }

  #write(): void {
    this.#scheduled = false;
    const waiting = this.#waiting;
    if (waiting.length === 0) return;
    this.#waiting = [];
    this.#size = 0;
    this.#writing = this.#writing.then(async () => {
      for (const { to, text } of waiting) {
        if (this.#broken || (to === 'stdout' && this.#failed !== undefined)) continue;
        try {
          await this.#streams[to].write(toBytes(text));
        } catch (error) {
          const errno = errnoOf(error);
          if (errno === 'EPIPE') this.#broken = true;
          else this.#failed ??= { errno };
        }
      }
    });
  }
}

/** A stream of Node's as a {@link GnuStream}. */
export function fromWritable(stream: NodeJS.WritableStream & { readonly fd?: number }): GnuStream {
  // Failures reach whoever wrote; an 'error' event without a listener would end the process.
  stream.on('error', () => undefined);
  return {
    write: (chunk) =>
      new Promise((resolve, reject) => {
        stream.write(chunk, (error) => (error ? reject(error) : resolve()));
      }),
    ...(stream.fd !== undefined && { fd: stream.fd }),
  };
}
