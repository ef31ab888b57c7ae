import { close, open } from 'node:fs';
import { promisify } from 'node:util';

import type { FileDigest } from '../../digests';
import { toBytes, type ByteString } from './bytes';
import { digestInOrder, failure, type Source } from './digest';
import { matches, type Entry, type EntryReader } from './entry';
import { formatVerdict } from './format';
import { readLines } from './lines';
import type { Settings } from './options';
import type { Output } from './output';
import { quoteFile } from './quote';
import { errnoOf, strerror } from './strerror';

const openFile = promisify(open);
const closeFile = promisify(close);

/** A line that is an entry, or what is said about one that is not. */
type Line = Entry | { readonly warning: string };

/** Checks the files that one list names. */
export class ListCheck {
  readonly #settings: Settings;
  readonly #reader: EntryReader;
  readonly #out: Output;
  readonly #stdin: number;
  #lines = 0;
  #entries = 0;
  #malformed = 0;
  #unreadable = 0;
  #mismatched = 0;
  #matched = 0;

  /** @param stdin the descriptor that is standard input */
  constructor(settings: Settings, reader: EntryReader, out: Output, stdin: number) {
    this.#settings = settings;
    this.#reader = reader;
    this.#out = out;
    this.#stdin = stdin;
  }

  /**
   * Prints what GNU prints of the list.
   *
   * @param list the list's name, or `-` for standard input
   * @returns whether it is as it should be
   */
  async run(list: ByteString): Promise<boolean> {
    const isStdin = list === '-';
    const title = quoteFile(isStdin ? 'standard input' : list);
    let descriptor: number;
    try {
      descriptor = isStdin ? this.#stdin : await openFile(toBytes(list), 'r');
    } catch (error) {
      this.#out.diagnose(`${title}: ${strerror(errnoOf(error))}`);
      return false;
    }
    try {
      if (!(await this.#readList(descriptor, title, isStdin))) return false;
    } finally {
      if (!isStdin) await closeFile(descriptor);
    }
    this.#summarise(title);
    return (
      this.#matched > 0 &&
      this.#mismatched === 0 &&
      this.#unreadable === 0 &&
      (this.#malformed === 0 || !this.#settings.strict)
    );
  }

  /** Returns whether the list could be read to its end. */
  async #readList(descriptor: number, title: string, isStdin: boolean): Promise<boolean> {
    const chunks = readLines(descriptor);
    for (;;) {
      let chunk: Awaited<ReturnType<typeof chunks.next>>;
      try {
        chunk = await chunks.next();
      } catch (error) {
        errnoOf(error);
        this.#out.diagnose(`${title}: read error`);
        return false;
      }
      if (chunk.done) return true;
      await this.#check(chunk.value.flatMap((line) => this.#read(line, title, isStdin) ?? []));
    }
  }

  /** Undefined for a comment and for a blank line. */
  #read(line: ByteString, title: string, isStdin: boolean): Line | undefined {
    this.#lines++;
    if (line.startsWith('#')) return undefined;
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (text === '') return undefined;
    const entry = this.#reader.read(text);
    // A list on standard input leaves nothing there for an entry to read.
    if (entry !== undefined && !(isStdin && entry.name === '-')) return entry;
    const { tag } = this.#reader;
    return { warning: `${title}: ${this.#lines}: improperly formatted ${tag} checksum line` };
  }

  async #check(lines: readonly Line[]): Promise<void> {
    const sources = lines.flatMap((line) => ('warning' in line ? [] : [this.#source(line)]));
    const digests = digestInOrder(sources, false);
    try {
      for (const line of lines) {
        if ('warning' in line) {
          this.#malformed++;
          if (this.#settings.report === 'warn') this.#out.diagnose(line.warning);
        } else {
          const { value } = await digests.next();
          if (value !== undefined) this.#judge(line, value);
        }
        await this.#out.ready();
      }
    } finally {
      await digests.return(undefined);
    }
  }

  #source({ name, algorithm }: Entry): Source {
    return name === '-' ? { file: this.#stdin, algorithm, alone: true } : { file: name, algorithm };
  }

  #judge(entry: Entry, digest: FileDigest): void {
    this.#entries++;
    const { report, ignoreMissing } = this.#settings;
    const reason = failure(digest);
    if (reason !== undefined) {
      if (ignoreMissing && digest.errno === 'ENOENT') return;
      this.#unreadable++;
      this.#out.diagnose(`${quoteFile(entry.name)}: ${reason}`);
      if (report !== 'status') this.#out.print(formatVerdict(entry.name, 'FAILED open or read'));
    } else if (matches(entry, digest.digest ?? '')) {
      this.#matched++;
      if (report === 'all' || report === 'warn') this.#out.print(formatVerdict(entry.name, 'OK'));
    } else {
      this.#mismatched++;
      if (report !== 'status') this.#out.print(formatVerdict(entry.name, 'FAILED'));
    }
  }

  #summarise(title: string): void {
    if (this.#entries === 0) {
      this.#out.diagnose(`${title}: no properly formatted checksum lines found`);
      return;
    }
    if (this.#settings.report === 'status') return;
    this.#warn(this.#malformed, 'line is', 'lines are', 'improperly formatted');
    this.#warn(this.#unreadable, 'listed file', 'listed files', 'could not be read');
    this.#warn(this.#mismatched, 'computed checksum', 'computed checksums', 'did NOT match');
    if (this.#settings.ignoreMissing && this.#matched === 0) {
      this.#out.diagnose(`${title}: no file was verified`);
    }
  }

  #warn(count: number, one: string, many: string, what: string): void {
    if (count > 0) this.#out.diagnose(`WARNING: ${count} ${count === 1 ? one : many} ${what}`);
  }
}
