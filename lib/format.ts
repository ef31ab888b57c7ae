import { toEntries, toFormatOptions, toList, toParseOptions } from './arguments';
import type { Algorithm } from './algorithms';
import { EventReader } from './batch';
import { endError } from './channel';
import { ChecksigError } from './errors';
import { native } from './native';
import type { FormatOptions, ParseOptions } from './options';
import { fieldBytes, type Field } from './requests';

/** As much as `check` reads by default. */
const MAX_BYTES = 256 * 2 ** 20;

/** A file and the digest that it should have. */
export interface ManifestEntry {
  readonly path: string;
  /** The name's bytes, where they are not UTF-8; they come before `path`. */
  readonly pathBytes?: Uint8Array;
  readonly algorithm: Algorithm;
  /** In hexadecimal digits; `parseManifest` gives lower-case ones. */
  readonly digest: string;
}

/** What is in a list. */
export interface ParsedManifest {
  /** In their order, each with its line, counted from 1. */
  readonly entries: readonly (ManifestEntry & { readonly line: number })[];
  /** The lines that are no entries, with what was expected of them. */
  readonly malformed: readonly {
    readonly line: number;
    /** The line, of which at most 1,024 bytes. */
    readonly text: string;
    readonly reason: string;
  }[];
}

/**
 * Reads a checksum list, in any of the forms that `check` reads, without looking at files. It is
 * synchronous, like `JSON.parse`.
 *
 * @throws TypeError if an argument or an option is not what it should be
 * @throws ChecksigError `BAD_MANIFEST` if the list as a whole cannot be read: in UTF-16, beyond
 * 256 MiB, or with more than 100,000 lines that are no entries
 */
export function parseManifest(
  list: string | Uint8Array,
  options: ParseOptions = {},
): ParsedManifest {
  const data = toList(list);
  const { algorithm, name } = toParseOptions(options);
  if (data.length > MAX_BYTES) {
    throw new ChecksigError('BAD_MANIFEST', `the list is larger than ${MAX_BYTES} bytes`);
  }
  const entries = [];
  const malformed = [];
  const request = fieldBytes([
    ['algorithm', algorithm],
    ['name', name],
  ]);
  for (const event of new EventReader(native().parse(request, data))) {
    if (event.kind === 'entry') {
      const { line, path, pathBytes, algorithm, digest } = event;
      entries.push({
        line,
        path,
        ...(pathBytes && { pathBytes }),
        algorithm: algorithm as Algorithm,
        digest,
      });
    } else if (event.kind === 'malformed') {
      const { line, text, reason } = event;
      malformed.push({ line, text, reason });
    } else if (event.kind === 'end') {
      const error = endError(event);
      if (error) throw error;
    }
  }
  return { entries, malformed };
}

/**
 * Writes a checksum list: the bytes of its text, since names need not be UTF-8. It is synchronous,
 * like `JSON.stringify`.
 *
 * @throws TypeError if an argument or an option is not what it should be
 */
export function formatManifest(
  entries: readonly ManifestEntry[],
  options: FormatOptions = {},
): Buffer {
  const taken = toEntries(entries);
  const { form = 'gnu' } = toFormatOptions(options);
  const request = fieldBytes(toFields(form, taken));
  let text = Buffer.alloc(0);
  for (const event of new EventReader(native().format(request))) {
    if (event.kind === 'text') text = Buffer.from(event.text);
    else if (event.kind === 'end') {
      const error = endError(event);
      if (error) throw error;
    }
  }
  return text;
}

/** The fields of a request, one after the other: there may be millions. */
function* toFields(form: string, entries: readonly ManifestEntry[]): Generator<Field, void, void> {
  yield ['form', form];
  for (const { path, pathBytes, algorithm, digest } of entries) {
    const before = `${algorithm} ${digest} `;
    yield ['entry', pathBytes ? Buffer.concat([Buffer.from(before), pathBytes]) : before + path];
  }
}
