/**
 * The frontier to Go: the only file that knows koffi. Its functions are those of
 * native/checksig/export.go, which carries the same contract:
 *
 *     char    *verify(char *root)                        blocks
 *     int32_t  checksig_abi(void)
 *     uint32_t checksig_open(int32_t leaseMs)
 *     void     checksig_close(uint32_t session)
 *     uint32_t checksig_start(uint32_t session, void *request, uint32_t size)
 *     void    *checksig_next(uint32_t session, int32_t timeoutMs)   blocks
 *     void     checksig_cancel(uint32_t session, uint32_t job)
 *     void     checksig_pause(uint32_t session, uint32_t job, int32_t paused)
 *     void    *checksig_parse(void *request, uint32_t requestSize,
 *                             void *data, uint32_t size)            blocks
 *     void    *checksig_format(void *request, uint32_t size)        blocks
 *
 * All functions may be called on any thread. Those that block do so for as long as they say: verify
 * and next are called on a thread of libuv's pool; all others return at once. Strings end with a
 * NUL; they, requests and data stay the caller's. What is returned as a pointer was malloc'ed, and the caller frees it
 * with libc's free. Sessions and jobs are numbers from 1; 0 is none, and calls with a number that is
 * not (or no longer) one do nothing. No function calls back, and a panic in one is its answer.
 *
 * Callers check arguments first: koffi takes a number for the address of a string.
 */
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

import type koffi from 'koffi';

import { ChecksigError } from './errors';
import {
  brokenLibrary,
  checkAddressSpace,
  checkMappings,
  findLibrary,
  staleLibrary,
} from './library';

/** The number of the contract above; `abi` in export.go. */
const ABI = 8;

type Koffi = typeof koffi;
type Pointer = bigint | null;

/** The library's functions, as ordinary TypeScript. */
export interface Native {
  /** Whether this is Node's main thread. */
  readonly isMainThread: boolean;
  /** The article's function: resolves to `null` when all is well, otherwise to the message. */
  verify(root: string): Promise<string | null>;
  open(leaseMs: number): number;
  close(session: number): void;
  start(session: number, request: Uint8Array): number;
  /** Resolves to the batch, or to `null` when the session is closed. */
  next(session: number, timeoutMs: number): Promise<Uint8Array | null>;
  cancel(session: number, job: number): void;
  pause(session: number, job: number, paused: boolean): void;
  /** Returns the entries of the list as events. Blocks. */
  parse(request: Uint8Array, data: Uint8Array): Uint8Array;
  /** Returns the text of a list as events. Blocks. */
  format(request: Uint8Array): Uint8Array;
}

let begun: Begun | undefined;
let loaded: Native | undefined;

/**
 * Begins to load the library, if it can: Go's runtime starts on threads of its own while the caller
 * looks at its arguments, of which the errors come first. Where it cannot, {@link native} says why.
 */
export function beginNative(): void {
  if (!loaded) begun ??= orNothing(begin);
}

/**
 * Loads the library, once.
 *
 * @throws ChecksigError with the loader's codes (see {@link findLibrary}), `LIBRARY_BROKEN` or
 * `LIBRARY_STALE`
 */
export function native(): Native {
  if (!loaded) {
    const library = begun ?? begin();
    begun = undefined; // what cannot be used may be another file the next time
    loaded = load(library);
  }
  return loaded;
}

/** The library while Go's runtime begins, for which the first call of a function waits. */
interface Begun {
  readonly isMainThread: boolean;
  readonly koffi: Koffi;
  readonly file: string;
  readonly library: Library;
  /** `undefined` if it lacks one of them. */
  readonly functions: ReturnType<typeof declare> | undefined;
}

function begin(): Begun {
  const file = findLibrary();
  const isMainThread = onMainThread();
  if (!isMainThread) checkMappings(file);
  keepHandler();
  const koffi = loadKoffi();
  const library = open(koffi, file);
  return { isMainThread, koffi, file, library, functions: orNothing(() => declare(library)) };
}

function load({ isMainThread, koffi, file, library, functions: declared }: Begun): Native {
  const abi = orNothing(() => (library.func('checksig_abi', 'int32_t', []) as Call<[], number>)());
  if (abi === 0) throw new ChecksigError('INTERNAL', 'checksig_abi panicked');
  // A library without the function is as stale as one with another number.
  if (abi !== ABI) throw staleLibrary(file, abi, ABI);
  const functions = declared ?? declare(library);
  const { verify, next, copy, free } = functions;

  /** Decodes what an export returned, and frees it whatever happens. */
  function consume<T>(pointer: Pointer, decode: (pointer: bigint) => T): T | null {
    if (pointer === null) return null;
    try {
      return decode(pointer);
    } finally {
      free(pointer);
    }
  }

  // `koffi.decode` would make the array, which fails in a worker that is being terminated, and write
  // to no address: the process dies of it.
  const HEAD = 4n;
  function bytesOf(pointer: bigint): Uint8Array {
    const bytes = Buffer.allocUnsafe(koffi.decode.uint32le(pointer));
    copy(bytes, pointer + HEAD, bytes.length);
    return bytes;
  }

  // A call of verify blocks its thread for as long as it reads, and libuv has four for the whole
  // process: calls wait here for their turn.
  let turn: Promise<unknown> = Promise.resolve();

  return {
    isMainThread,
    verify(root) {
      const call = turn.then(async () =>
        consume(await onPool(verify, root), (pointer) => koffi.decode.string(pointer)),
      );
      turn = call.catch(() => undefined);
      return call;
    },
    open: functions.open,
    close: functions.close,
    start: (session, request) => functions.start(session, request, request.length),
    async next(session, timeoutMs) {
      return consume(await onPool(next, session, timeoutMs), bytesOf);
    },
    cancel: functions.cancel,
    pause: (session, job, paused) => functions.pause(session, job, paused ? 1 : 0),
    parse: (request, data) =>
      consume(functions.parse(request, request.length, data, data.length), bytesOf) as Uint8Array,
    format: (request) => consume(functions.format(request, request.length), bytesOf) as Uint8Array,
  };
}

/** The version of koffi that package.json asks for. */
const KOFFI = '3.3.4';

/**
 * Loads koffi. Its own module finds out which of its binaries to take and wraps what is deprecated,
 * which takes 6 ms, two thirds of the whole; so the binary that it would take is tried first. Where
 * that is not to be had, or is another version, koffi's module says why, or has another way.
 */
function loadKoffi(): Koffi {
  const { platform, arch } = process;
  const binary = join(`@koromix/koffi-${platform}-${arch}`, `${platform}_${arch}`, 'koffi.node');
  try {
    for (const modules of require.resolve.paths('koffi') ?? []) {
      const own = join(modules, 'koffi');
      if (!existsSync(own)) continue;
      const native = require(join(realpathSync(own), '..', binary)) as Koffi;
      if (native.version === KOFFI) return native;
      break;
    }
  } catch {
    // It is not where npm, pnpm and yarn put it, or for another C library.
  }
  return require('koffi') as Koffi;
}

const isNode = !process.versions.bun && !process.versions.deno;

/**
 * Whether this is Node's main thread. `node:worker_threads` knows, and takes 3 ms to load where
 * nobody has; a worker cannot change its directory, and no thread can change to none.
 */
function onMainThread(): boolean {
  if (isNode) {
    try {
      process.chdir('');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return true;
      if (code === 'ERR_WORKER_UNSUPPORTED_OPERATION') return false;
    }
  }
  return (require('node:worker_threads') as typeof import('node:worker_threads')).isMainThread;
}

/**
 * Keeps a handler of SIGCHLD. libuv installs one with the first child process and takes it away
 * after the last, and each new one is a danger to Go until the next call
 * (native/checksig/onstack.c). With a listener there is one handler, from before Go is loaded to
 * the end; one is enough, however many copies of this package there are. A worker's does nothing:
 * signals never come there. Nor does one of the copy of `process` that jest gives to tests, in which
 * nobody listens for listeners; the process itself is to be had where jest's own code runs.
 */
function keepHandler(): void {
  let real = process;
  if (isNode && process.listenerCount('newListener') === 0) {
    const vm = require('node:vm') as typeof import('node:vm'); // not loaded in vain elsewhere
    real = vm.runInThisContext('process') as typeof process;
  }
  if (!real.listeners('SIGCHLD').some(({ name }) => name === checksigKeepsHandler.name)) {
    real.on('SIGCHLD', checksigKeepsHandler);
  }
}

/** A listener that does nothing but be there; copies of this package know it by its name. */
function checksigKeepsHandler(): void {}

type Library = ReturnType<Koffi['load']>;

/** Opens the library. Go's runtime begins, and is not waited for. */
function open(koffi: Koffi, file: string): Library {
  checkAddressSpace(file);
  try {
    return koffi.load(file);
  } catch (cause) {
    throw brokenLibrary(file, cause);
  }
}

/** @throws what koffi throws, if the library lacks one of the functions */
function declare(library: Library) {
  const u32 = 'uint32_t';
  return {
    verify: library.func('verify', 'void *', ['str']) as Call<[string], Pointer>,
    // The C library's, found through the library that malloc'ed.
    copy: library.func('memcpy', 'void', ['void *', 'void *', 'size_t']) as Call<
      [Uint8Array, bigint, number],
      void
    >,
    free: library.func('free', 'void', ['void *']) as Call<[bigint], void>,
    open: library.func('checksig_open', u32, ['int32_t']) as Call<[number], number>,
    close: library.func('checksig_close', 'void', [u32]) as Call<[number], void>,
    start: library.func('checksig_start', u32, [u32, 'void *', u32]) as Call<
      [number, Uint8Array, number],
      number
    >,
    next: library.func('checksig_next', 'void *', [u32, 'int32_t']) as Call<
      [number, number],
      Pointer
    >,
    cancel: library.func('checksig_cancel', 'void', [u32, u32]) as Call<[number, number], void>,
    pause: library.func('checksig_pause', 'void', [u32, u32, 'int32_t']) as Call<
      [number, number, number],
      void
    >,
    parse: library.func('checksig_parse', 'void *', ['void *', u32, 'void *', u32]) as Call<
      [Uint8Array, number, Uint8Array, number],
      Pointer
    >,
    format: library.func('checksig_format', 'void *', ['void *', u32]) as Call<
      [Uint8Array, number],
      Pointer
    >,
  };
}

function orNothing<T>(call: () => T): T | undefined {
  try {
    return call();
  } catch {
    return undefined;
  }
}

type Call<A extends unknown[], R> = ((...args: A) => R) & { async: (...args: unknown[]) => void };

/** Calls a function on a thread of libuv's pool. */
function onPool<A extends unknown[], R>(call: Call<A, R>, ...args: A): Promise<R> {
  return new Promise((resolve, reject) => {
    call.async(...args, (error: Error | null, result: R) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
}
