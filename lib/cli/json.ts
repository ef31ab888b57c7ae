import type { Report } from '../report';

/** What a terminal would obey, or not show, and JSON.stringify leaves as it is. */
const INVISIBLE = /[\x7f-\x9f\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/**
 * A line of JSON that a terminal may have, too. Bytes, which are those of names that are not UTF-8,
 * are in hexadecimal digits.
 */
export function jsonLine(value: object): string {
  return JSON.stringify(value, spellBytes).replace(INVISIBLE, escapeUnits);
}

function spellBytes(_: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/** The last line of a directory: the report without the verdicts, which had lines of their own. */
export function reportLine(dir: string, report: Report, stopped: boolean): string {
  const { ok, counts, bytes, seconds, manifest, algorithm, manifests } = report;
  const told = { ok, counts, bytes, seconds, manifest, algorithm, manifests };
  return jsonLine({ dir, ...(stopped && { stopped }), ...told });
}
