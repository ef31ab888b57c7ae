import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const digest = (algorithm, content) => createHash(algorithm).update(content).digest('hex');

const ANOTHER = digest('sha1', 'another');

/**
 * A directory that is being made with its list of SHA-1 digests, and what a check has to say of
 * each of the list's lines: failures in the form of `ChecksigError.failures`, with their message.
 */
export class Tree {
  failures = [];
  ok = 0;
  #lines = [];

  constructor(parent, name) {
    this.directory = path.join(parent, name);
    mkdirSync(this.directory, { recursive: true });
  }

  /** The path of a name, which may have any bytes. */
  at(name) {
    return Buffer.concat([Buffer.from(`${this.directory}/`), Buffer.from(name)]);
  }

  file(name, content) {
    if (name.includes('/')) mkdirSync(path.dirname(this.at(name).toString()), { recursive: true });
    writeFileSync(this.at(name), content);
  }

  /** A file that is as listed. */
  right(name, content) {
    this.file(name, content);
    this.line([`${digest('sha1', content)}  `, name]);
  }

  /** A file that is not. */
  wrong(name, content) {
    this.file(name, content);
    this.entry(name, 'mismatch', { actual: digest('sha1', content) });
  }

  /** A line with a name of which `reason` is to be said. */
  entry(name, reason, { detail, actual, where = `${this.directory}/${name}` } = {}) {
    this.line(`${ANOTHER}  ${name}`, {
      path: name,
      reason,
      ...(detail && { detail }),
      expected: ANOTHER,
      ...(actual && { actual }),
      message: `"${where}" - ${reason}${detail ? `: ${detail}` : ''}`,
    });
  }

  /** A line that is no entry. */
  malformed(text, detail) {
    const line = this.#lines.length + 1;
    this.line(text, {
      path: 'sha1sum.txt',
      reason: 'malformed',
      detail,
      message: `"${this.directory}/sha1sum.txt" line ${line} - malformed: ${detail}`,
    });
  }

  line(text, failure) {
    this.#lines.push(Buffer.concat([text].flat().map((part) => Buffer.from(part))));
    if (failure) this.failures.push({ ...failure, line: this.#lines.length });
    else this.ok++;
  }

  /** Writes the list. */
  list(name = 'sha1sum.txt') {
    const newline = Buffer.from('\n');
    this.file(name, Buffer.concat(this.#lines.flatMap((line) => [line, newline])));
    return this;
  }

  /** What `verify` has to say. */
  get message() {
    return this.failures.map(({ message }) => message).join('\n') || null;
  }
}
