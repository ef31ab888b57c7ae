import { digestEach, type FileDigest } from '../../digests';
import { toBytes, type ByteString } from './bytes';
import { strerror } from './strerror';

/** A file to digest: its name, or a descriptor. */
export interface Source {
  readonly file: ByteString | number;
  readonly algorithm: string;
  /**
   * Is read when all before it are done, and before any behind it, since reading uses it up. So is
   * every descriptor.
   */
  readonly alone?: boolean;
}

/**
 * The digests of all sources in their order, several files at a time.
 *
 * @param anyFile whether a name that is no regular file is read; a descriptor always is
 */
export async function* digestInOrder(
  sources: readonly Source[],
  anyFile: boolean,
): AsyncGenerator<FileDigest, void> {
  for (const run of runs(sources)) {
    const isDescriptor = typeof run[0]?.file === 'number';
    yield* digestRun(run, anyFile || isDescriptor);
  }
}

/** Why there is no digest; undefined where there is one. */
export function failure({ digest, errno, kind }: FileDigest): string | undefined {
  if (digest !== undefined) return undefined;
  switch (kind) {
    case undefined:
      return strerror(errno ?? 'EIO');
    case 'directory':
      return strerror('EISDIR');
    // What open(2) says of one.
    case 'socket':
      return strerror('ENXIO');
    default:
      return 'Not a regular file';
  }
}

function* runs(sources: readonly Source[]): Generator<readonly Source[]> {
  let start = 0;
  for (const [at, { alone }] of sources.entries()) {
    if (!alone) continue;
    if (at > start) yield sources.slice(start, at);
    yield sources.slice(at, at + 1);
    start = at + 1;
  }
  if (start < sources.length) yield sources.slice(start);
}

async function* digestRun(
  run: readonly Source[],
  anyFile: boolean,
): AsyncGenerator<FileDigest, void> {
  const found: (FileDigest | undefined)[] = [];
  const abort = new AbortController();
  let failed: { error: unknown } | undefined;
  let wake = () => {};

  async function digestGroup(algorithm: string, indices: readonly number[]): Promise<void> {
    const paths = indices.map((index) => toPath(run[index]?.file ?? ''));
    const options = { anyFile, signal: abort.signal };
    for await (const digest of digestEach(algorithm, paths, options)) {
      found[indices[digest.index] ?? 0] = digest;
      wake();
    }
  }

  const groups = [...groupByAlgorithm(run)].map(([algorithm, indices]) =>
    digestGroup(algorithm, indices).catch((error: unknown) => {
      failed ??= { error };
      wake();
    }),
  );
  try {
    for (let index = 0; index < run.length; index++) {
      while (found[index] === undefined) {
        if (failed !== undefined) throw failed.error;
        await new Promise<void>((resolve) => (wake = resolve));
      }
      const digest = found[index] as FileDigest;
      found[index] = undefined;
      // That a file is being written to is nothing to these tools.
      if (digest.status === 'changed' && !anyFile)
        yield* digestRun(run.slice(index, index + 1), true);
      else yield digest;
    }
  } finally {
    abort.abort();
    await Promise.all(groups);
  }
}

function groupByAlgorithm(run: readonly Source[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const [index, { algorithm }] of run.entries()) {
    const group = groups.get(algorithm);
    if (group === undefined) groups.set(algorithm, [index]);
    else group.push(index);
  }
  return groups;
}

function toPath(file: ByteString | number): Uint8Array | number {
  return typeof file === 'number' ? file : toBytes(file);
}
