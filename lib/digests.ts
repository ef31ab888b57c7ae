import { toAlgorithm, toPath, toPaths, toSignalOptions } from './arguments';
import { endError, JobChannel } from './channel';
import { ChecksigError } from './errors';
import type { SignalOptions } from './options';
import type { Field } from './requests';

/** What came of one file of {@link digestFiles}. */
export type DigestOutcome =
  | {
      readonly status: 'ok';
      readonly path: string;
      /** In lower-case hexadecimal digits. */
      readonly digest: string;
      /** Bytes. */
      readonly size: number;
    }
  | {
      readonly status: 'missing' | 'unreadable' | 'not-regular' | 'changed';
      readonly path: string;
      /** The errno's name, or for `not-regular` what it is; empty for `changed`. */
      readonly detail: string;
    };

/**
 * Digests a file off the event loop.
 *
 * @param path of a regular file, absolute or relative to the working directory
 * @param algorithm its name; `sha256` by default
 * @returns the digest in lower-case hexadecimal digits
 * @throws TypeError if an argument or an option is not what it should be
 * @throws ChecksigError `DIGEST_FAILED` if the file cannot be read to its end
 * @throws the signal's reason if it is aborted
 */
export async function digestFile(
  path: string,
  algorithm = 'sha256',
  options: SignalOptions = {},
): Promise<string> {
  toPath('path', path);
  const [file] = await digestFiles([path], algorithm, options);
  if (file?.status === 'ok') return file.digest;
  const why = [file?.status, file?.detail].filter(Boolean).join(': ');
  throw new ChecksigError('DIGEST_FAILED', `${JSON.stringify(path)} - ${why}`, { path });
}

/**
 * Digests files on all cores and off the event loop.
 *
 * @returns what came of each, in the order of the paths
 * @throws TypeError if an argument or an option is not what it should be
 * @throws the signal's reason if it is aborted
 */
export async function digestFiles(
  paths: readonly string[],
  algorithm = 'sha256',
  options: SignalOptions = {},
): Promise<DigestOutcome[]> {
  const sources = toPaths(paths);
  const known = toAlgorithm('algorithm', algorithm);
  const { signal } = toSignalOptions(options);
  const files = new Array<DigestOutcome>(sources.length);
  const each = digestEach(known, sources, { anyFile: false, ...(signal && { signal }) });
  for await (const { index, size, digest, errno, kind, status } of each) {
    const path = sources[index] as string;
    files[index] =
      digest === undefined || status !== 'ok'
        ? { status: status as 'missing', path, detail: errno ?? kind ?? '' }
        : { status, path, digest, size };
  }
  return files;
}

/** What came of one source of {@link digestEach}. */
export interface FileDigest {
  /** Of the sources. */
  readonly index: number;
  readonly status: 'ok' | 'missing' | 'unreadable' | 'not-regular' | 'changed';
  /** In lower-case hexadecimal digits; absent if the source was not read to its end. */
  readonly digest?: string;
  /** Bytes read. */
  readonly size: number;
  /** The errno's name, of what is missing or unreadable. */
  readonly errno?: string;
  /** What it is that is no regular file. */
  readonly kind?: string;
}

/**
 * Digests sources, in the order of completion.
 *
 * @param sources paths, whose bytes need not be UTF-8, or descriptors that the caller has open,
 * which are read from where they stand
 * @param options.anyFile whether to read whatever can be opened, which may wait for long;
 * otherwise, and without descriptors, only regular files are read
 */
export async function* digestEach(
  algorithm: string,
  sources: readonly (string | Uint8Array | number)[],
  options: { readonly anyFile: boolean; readonly signal?: AbortSignal },
): AsyncGenerator<FileDigest, void, void> {
  const channel = new JobChannel(
    {
      operation: 'digest',
      fields: toFields(algorithm, sources, options.anyFile),
    },
    options.signal,
  );
  try {
    for (;;) {
      const step = await channel.next();
      if (step.done) {
        const error = endError(step.value);
        if (error) throw error;
        return;
      }
      if (step.value.kind !== 'digest') continue;
      const { index, size, status, actual, detail } = step.value;
      yield {
        index,
        size,
        status: status as FileDigest['status'],
        ...(actual && { digest: actual }),
        ...(detail && { [status === 'not-regular' ? 'kind' : 'errno']: detail }),
      };
    }
  } finally {
    channel.cancel();
  }
}

/** The fields of a request, one after the other: there may be millions. */
function* toFields(
  algorithm: string,
  sources: readonly (string | Uint8Array | number)[],
  anyFile: boolean,
): Generator<Field, void, void> {
  yield ['algorithm', algorithm];
  yield ['streams', anyFile];
  for (const source of sources) {
    yield typeof source === 'number' ? ['descriptor', source] : ['path', source];
  }
}
