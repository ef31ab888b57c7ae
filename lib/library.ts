import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { ChecksigError } from './errors';

/** What the native library is built for, as `process.platform`-`process.arch`. */
const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/** The package's own directory: this file is compiled to `dist/` and lies in `lib/`. */
const PACKAGE = join(__dirname, '..');

/**
 * Finds the native library: where the environment variable `CHECKSIG_LIBRARY` says, otherwise in
 * the package's own places, a local build before a shipped one.
 *
 * @throws ChecksigError `UNSUPPORTED_PLATFORM`, `UNSUPPORTED_LIBC` or `LIBRARY_MISSING`
 */
export function findLibrary(): string {
  const platform = `${process.platform}-${process.arch}`;
  if (!PLATFORMS.includes(platform)) {
    throw new ChecksigError(
      'UNSUPPORTED_PLATFORM',
      `checksig has no native library for ${platform}; it has one for ${PLATFORMS.join(', ')}`,
    );
  }
  const named = process.env.CHECKSIG_LIBRARY;
  if (named) {
    if (existsSync(named)) return resolve(named);
    throw new ChecksigError(
      'LIBRARY_MISSING',
      `CHECKSIG_LIBRARY is ${named}, and there is no such file. ` +
        'Unset it, or set it to the path of _checksig.so',
      { path: named },
    );
  }
  const places = [
    join(PACKAGE, 'build', '_checksig.so'),
    join(PACKAGE, 'prebuilds', platform, '_checksig.so'),
  ];
  const found = places.find((place) => existsSync(place));
  if (found !== undefined) return found;
  refuseMusl();
  throw new ChecksigError(
    'LIBRARY_MISSING',
    `checksig's native library for ${platform} is missing; looked for ${places.join(' and ')}. ` +
      'Build it with scripts/build-go.sh in a checkout, install the package again, ' +
      'or set CHECKSIG_LIBRARY to the path of a _checksig.so',
  );
}

/**
 * The error for a library that was found and cannot be loaded.
 *
 * @throws ChecksigError `UNSUPPORTED_LIBC`, where that is the reason
 */
export function brokenLibrary(file: string, cause: unknown): ChecksigError {
  refuseMusl(cause);
  return new ChecksigError(
    'LIBRARY_BROKEN',
    `${file} cannot be loaded (${String(cause)}). ` +
      'Build it with scripts/build-go.sh on this system, or install the package again',
    { path: file, cause },
  );
}

/**
 * How much address space Go's runtime and its threads take when the library is loaded, in bytes:
 * 2.0 GiB were enough for 128 calls at once. Most of it is reserved and never used.
 */
const ADDRESS_SPACE = 2.25 * 2 ** 30;

/**
 * Refuses to load where the process may not have the addresses (`ulimit -v`): Go's runtime would
 * end the process.
 *
 * @throws ChecksigError `LIBRARY_BROKEN`
 */
export function checkAddressSpace(file: string): void {
  if (process.platform !== 'linux') return;
  // Node reads UTF-8 in one step, and has done so since it loaded this file.
  const read = (name: string) => readFileSync(`/proc/self/${name}`, 'utf8');
  let limit: number, used: number;
  try {
    limit = Number(/^Max address space +(\d+)/m.exec(read('limits'))?.[1]);
    if (Number.isNaN(limit)) return; // unlimited
    used = 1024 * Number(/^VmSize:\s*(\d+)/m.exec(read('status'))?.[1]);
    if (used + ADDRESS_SPACE <= limit) return;
    if (read('maps').includes(` ${realpathSync(file)}\n`)) return; // another thread has loaded it
  } catch {
    return; // without /proc nobody knows
  }
  const mib = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  throw new ChecksigError(
    'LIBRARY_BROKEN',
    `${file} is not loaded: the process may have ${mib(limit)} of addresses (ulimit -v) and has ` +
      `${mib(used)}, Go needs ${mib(ADDRESS_SPACE)} more. Raise the limit, or limit memory with a ` +
      'cgroup in its place',
    { path: file },
  );
}

/**
 * Refuses to load in a worker where the process has few mappings left. koffi 3.3.4 keeps three of
 * each worker that has loaded a library with it, and six if the worker has called asynchronously,
 * when the worker has ended too; where it gets none any more it ends the process. An eighth is left
 * to others: V8 takes one for each 256 KiB of a heap.
 *
 * @throws ChecksigError `LIBRARY_BROKEN`
 */
export function checkMappings(file: string): void {
  if (process.platform !== 'linux') return;
  let most: number, used: number;
  try {
    most = Number.parseInt(readFileSync('/proc/sys/vm/max_map_count', 'utf8'), 10);
    used = readFileSync('/proc/self/maps', 'utf8').split('\n').length - 1;
  } catch {
    return; // without /proc nobody knows
  }
  if (!(used > (7 / 8) * most)) return; // also if that is no number
  throw new ChecksigError(
    'LIBRARY_BROKEN',
    `${file} is not loaded in this worker: the process may have ${most} memory mappings ` +
      `(vm.max_map_count) and has ${used}, and koffi would end it if there were none left. ` +
      'koffi keeps some of each worker that has loaded it: let workers live longer, or check on ' +
      'the main thread, which is not blocked',
    { path: file },
  );
}

/** The error for a library that loads and speaks another version of the contract. */
export function staleLibrary(file: string, found: number | undefined, expected: number) {
  return new ChecksigError(
    'LIBRARY_STALE',
    `${file} has ABI ${found ?? 'none'}, expected ${expected}: it is of another version of ` +
      'checksig. Build it anew with scripts/build-go.sh, or install the package again',
    { path: file },
  );
}

/** Asked only when something is wrong: finding out takes longer than loading the library. */
function refuseMusl(cause?: unknown): void {
  const libc = require('detect-libc') as typeof import('detect-libc');
  if (libc.familySync() !== libc.MUSL) return;
  throw new ChecksigError(
    'UNSUPPORTED_LIBC',
    'checksig needs glibc, found musl, where a Go library cannot be loaded (golang/go#54805). ' +
      'Use an image with glibc: for instance node:20-slim in the place of node:20-alpine',
    { cause },
  );
}
