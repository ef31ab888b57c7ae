import { plain } from './text';

/** How much may wait to be written before whoever prints has to wait. */
const LIMIT = 64 * 1024;

/** The status with which a shell tells of a process that died of SIGPIPE. */
const DIED_OF_SIGPIPE = 128 + 13;

/**
 * Lines on their way to a stream. They are written when the event loop next comes round, so that
 * lines that come together leave together.
 */
export class Output {
  readonly #stream: NodeJS.WriteStream;
  #waiting = '';
  #scheduled = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** Whether a person looks at it. */
  get isTerminal(): boolean {
    // Not a boolean where it is no terminal, whatever its type says.
    return Boolean(this.#stream.isTTY) && process.env['TERM'] !== 'dumb';
  }

  /** Whether there may be colours (https://no-color.org). */
  get hasColours(): boolean {
    return this.isTerminal && !process.env['NO_COLOR'];
  }

  /** Prints a line, of which the caller knows that a terminal may have it. */
  print(line: string): void {
    this.#waiting += `${line}\n`;
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#write());
  }

  /** Settles when there is room for more. */
  async ready(): Promise<void> {
    if (this.#waiting.length > LIMIT) await this.flush();
  }

  /** Settles when everything was written. */
  flush(): Promise<void> {
    return new Promise((resolve) => this.#write(resolve));
  }

  #write(done?: () => void): void {
    this.#scheduled = false;
    const text = this.#waiting;
    this.#waiting = '';
    if (text || done) this.#stream.write(text, done && (() => done()));
  }
}

/** The process's two streams. */
export interface Screen {
  readonly out: Output;
  readonly err: Output;
}

/**
 * The process's streams, from now on with an end for what cannot be written: a reader who has gone
 * away ends the process quietly, anything else with a message and status 2.
 */
export function openScreen(): Screen {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(DIED_OF_SIGPIPE);
    process.stderr.write(`checksig: standard output: ${plain(error.message)}\n`);
    process.exit(2);
  });
  process.stderr.on('error', () => undefined);
  return { out: new Output(process.stdout), err: new Output(process.stderr) };
}
