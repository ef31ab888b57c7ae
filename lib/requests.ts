import { constants } from 'node:buffer';

import { ChecksigError } from './errors';

/**
 * What is asked of Go: the operations of native/bridge, which describe them. What is empty there
 * need not be here. A path crosses as a string that has a character for each byte, so that it need
 * not be UTF-8.
 */
export type Request = CheckRequest | CreateRequest | DigestRequest;

export interface CheckRequest {
  readonly op: 'check';
  readonly root: string;
  readonly manifests: readonly string[] | undefined;
  readonly algorithm: string | undefined;
  readonly allowed: readonly string[] | undefined;
  readonly extras: true | undefined;
  readonly refuseLinks: true | undefined;
  readonly workers: number | undefined;
  readonly maxEntries: number | undefined;
  readonly maxManifestBytes: number | undefined;
  readonly maxFileBytes: number | undefined;
  readonly untold: readonly string[];
  readonly progress: true | undefined;
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

/** A request as it crosses. @throws what {@link textOf} throws */
export function requestText({ op, ...fields }: Request): string {
  return `${op} ${textOf(fields)}`;
}

/**
 * What is asked of Go, as JSON.
 *
 * @throws ChecksigError `LIMIT_EXCEEDED` if no string can hold it
 */
export function textOf(fields: object): string {
  try {
    return JSON.stringify(fields);
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
