import { constants } from 'node:buffer';

import { ChecksigError } from './errors';

/**
 * What is asked of Go: the operations of native/bridge, which describe them. A path crosses as a
 * string that has a character for each byte, so that it need not be UTF-8.
 */
export type Request = CheckRequest | CreateRequest | DigestRequest;

export interface CheckRequest {
  readonly op: 'check';
  readonly root: string;
  readonly manifests: readonly string[];
  readonly algorithm: string;
  readonly allowed: readonly string[];
  readonly extras: boolean;
  readonly refuseLinks: boolean;
  readonly workers: number;
  readonly maxEntries: number;
  readonly maxManifestBytes: number;
  readonly maxFileBytes: number;
  readonly tell: readonly string[];
  readonly progress: boolean;
}

export interface CreateRequest {
  readonly op: 'create';
  readonly root: string;
  readonly manifest: string;
  readonly algorithm: string;
  readonly form: 'gnu' | 'bsd';
  readonly refuseLinks: boolean;
  readonly progress: boolean;
}

export interface DigestRequest {
  readonly op: 'digest';
  readonly algorithm: string;
  readonly sources: readonly (string | number)[];
  readonly streams: boolean;
}

/**
 * A request as it crosses.
 *
 * @throws ChecksigError `LIMIT_EXCEEDED` if no string can hold it
 */
export function textOf(request: object): string {
  try {
    return JSON.stringify(request);
  } catch (cause) {
    throw new ChecksigError(
      'LIMIT_EXCEEDED',
      'found paths and options that are too long for one call: together they have at most ' +
        `${constants.MAX_STRING_LENGTH} characters, the length of the longest string`,
      { cause },
    );
  }
}

/** A path as it crosses. */
export function crossing(path: string | Uint8Array): string {
  return Buffer.from(path as Uint8Array).toString('latin1');
}
