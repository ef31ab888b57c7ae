import { toCreateOptions, toPath } from './arguments';
import type { CreateSummary, VerdictEvent } from './batch';
import { endError, JobChannel } from './channel';
import type { CreateOptions } from './options';

/** What was written. */
export interface CreateReport {
  /** The list's path. */
  readonly manifest: string;
  readonly algorithm: string;
  readonly entries: number;
  /** Bytes read. */
  readonly bytes: number;
  /** What is in the directory and not in the list, sorted by path. */
  readonly skipped: readonly SkippedFile[];
}

/** Something that cannot be listed. */
export interface SkippedFile {
  readonly path: string;
  /** The name's bytes, present only if they are not UTF-8. */
  readonly pathBytes?: Uint8Array;
  /**
   * - `not-regular`: it is a FIFO, socket, device, or a link to one or to a directory.
   * - `outside`: it is a link that leads out of the directory.
   * - `missing`: it is a link to nothing, or was deleted meanwhile.
   * - `unreadable`: it is a link in a circle.
   */
  readonly status: 'not-regular' | 'outside' | 'missing' | 'unreadable';
  /** A line for people, such as `"/tmp/logs/pipe" - not-regular: fifo`. */
  readonly message: string;
}

/**
 * Writes a checksum list of all regular files beneath a directory, the list itself aside, sorted by
 * their names' bytes. There is the old list or the whole new one at any time, even if the process
 * is killed.
 *
 * @param dir the directory, absolute or relative to the working directory
 * @throws TypeError if an argument or an option is not what it should be
 * @throws ChecksigError `NO_DIRECTORY`, or `CREATE_FAILED` if a file cannot be read or changes
 * meanwhile, if there is no file, or if the list cannot be written
 * @throws the signal's reason if it is aborted
 */
export async function createManifest(
  dir: string,
  options: CreateOptions = {},
): Promise<CreateReport> {
  const root = toPath('dir', dir);
  const taken = toCreateOptions(options);
  const { algorithm = 'sha256', symlinks = 'inside', onProgress, signal } = taken;
  const usual = usualName(algorithm);
  const manifest = taken.manifest ?? usual ?? 'checksums.txt';
  const form = taken.form ?? (usual ? 'gnu' : 'bsd');
  const channel = new JobChannel(
    {
      operation: 'create',
      fields: [
        ['root', root],
        ['manifest', manifest],
        ['algorithm', algorithm],
        ['form', form],
        ['refuseLinks', symlinks === 'refuse'],
        ['progress', onProgress !== undefined],
      ],
    },
    signal,
  );
  const skipped: SkippedFile[] = [];
  try {
    for (;;) {
      const step = await channel.next();
      if (!step.done) {
        if (step.value.kind === 'verdict') skipped.push(toSkipped(step.value));
        else if (step.value.kind === 'progress') onProgress?.(step.value.progress);
        continue;
      }
      const error = endError(step.value);
      if (error) throw error;
      const { path, entries, bytes } = step.value.created as CreateSummary;
      skipped.sort((a, b) => (a.path < b.path ? -1 : 1));
      return { manifest: path, algorithm, entries, bytes, skipped };
    }
  } finally {
    channel.cancel();
  }
}

function toSkipped({ path, pathBytes, status, message }: VerdictEvent): SkippedFile {
  return {
    path,
    ...(pathBytes && { pathBytes }),
    status: status as SkippedFile['status'],
    message,
  };
}

/** The name that says the algorithm of a list, and by which `check` finds it, if there is one. */
function usualName(algorithm: string): string | undefined {
  if (algorithm.startsWith('blake2b')) return 'b2sum.txt';
  if (algorithm === 'blake3') return 'b3sum.txt';
  return /^(md5|sha\d+|sm3)$/.test(algorithm) ? `${algorithm}sum.txt` : undefined;
}
