import { constants } from 'node:buffer';

import { ChecksigError } from './errors';

/** What is asked of Go: an operation of native/bridge, which describes it, and its fields. */
export interface Request {
  readonly operation: 'check' | 'create' | 'digest';
  readonly fields: Iterable<Field>;
}

/**
 * One field, which comes once for each of its values. `undefined`, `false` and what is empty need
 * not cross, and do not. A value may be bytes, as paths need not be UTF-8.
 */
export type Field = readonly [
  name: string,
  value: string | Uint8Array | number | boolean | undefined,
];

/** A request as it crosses. @throws what {@link fieldBytes} throws */
export function requestBytes({ operation, fields }: Request): Uint8Array {
  return fieldBytes(fields, `${operation}\0`);
}

/**
 * Fields as they cross: `NAME=VALUE` and a NUL, for each.
 *
 * @throws ChecksigError `LIMIT_EXCEEDED` if no string can hold them
 */
export function fieldBytes(fields: Iterable<Field>, before = ''): Uint8Array {
  const parts: Uint8Array[] = []; // up to the last bytes; what follows them is text
  let text = before;
  try {
    for (const [name, value] of fields) {
      if (value === undefined || value === false || value === '') continue;
      if (value instanceof Uint8Array) {
        parts.push(Buffer.from(`${text}${name}=`), value);
        text = '\0';
      } else {
        text += `${name}=${value === true ? 1 : value}\0`;
      }
    }
    const last = Buffer.from(text);
    return parts.length === 0 ? last : Buffer.concat([...parts, last]);
  } catch (cause) {
    throw new ChecksigError(
      'LIMIT_EXCEEDED',
      'found paths and options that are too long for one call: together they have at most ' +
        `${constants.MAX_STRING_LENGTH} characters, the length of the longest string`,
      { cause },
    );
  }
}
