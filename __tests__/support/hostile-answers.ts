/** What a well-formed answer of each function is. */
import assert from 'node:assert/strict';
import type { CreateReport, DigestOutcome, ParsedManifest, Report, Verdict } from '../../lib';

const STATUSES = [
  ...['ok', 'mismatch', 'missing', 'unreadable', 'not-regular', 'outside', 'changed', 'conflict'],
  ...['malformed', 'extra'],
];

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const text = (value: unknown) => typeof value === 'string';
const count = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const digits = (value: unknown) => text(value) && /^([0-9a-f]{2})+$/.test(String(value));
const array = (value: unknown) => Array.isArray(value);
const truth = (value: unknown) => typeof value === 'boolean';

function has(value: unknown, shape: Shape): void {
  assert(typeof value === 'object' && value !== null, 'no object');
  for (const [name, is] of Object.entries(shape)) {
    assert(is((value as Record<string, unknown>)[name]), `${name} in ${JSON.stringify(value)}`);
  }
}

export function verdict(value: unknown): void {
  has(value, { path: text, size: count, status: (status) => STATUSES.includes(status as string) });
  const { status } = value as Verdict;
  if (status !== 'ok') has(value, { message: text });
  if (status === 'ok') has(value, { line: count, algorithm: text, expected: digits });
}

export function report(value: unknown): void {
  has(value, {
    ok: truth,
    bytes: count,
    seconds: Number.isFinite,
    failures: array,
    failuresOmitted: count,
    remarks: array,
    manifest: text,
    algorithm: text,
    manifests: array,
  });
  const { counts, failures, remarks, manifests } = value as Report;
  has(counts, Object.fromEntries(STATUSES.map((status) => [status, count])));
  [...failures, ...remarks].forEach(verdict);
  for (const list of manifests) has(list, { path: text, entries: count, algorithms: array });
}

export function verdictsAndReport(value: unknown): void {
  const { verdicts, report: last } = value as { verdicts: Verdict[]; report: Report };
  verdicts.forEach(verdict);
  report(last);
}

export function nothing(value: unknown): void {
  assert.equal(value, undefined);
}

export function message(value: unknown): void {
  assert(value === null || text(value));
}

export function creation(value: unknown): void {
  has(value, { manifest: text, algorithm: text, entries: count, bytes: count, skipped: array });
  for (const skipped of (value as CreateReport).skipped) {
    has(skipped, { path: text, status: text, message: text });
  }
}

export function digest(value: unknown): void {
  assert(digits(value));
}

export function digests(value: unknown): void {
  assert(array(value));
  for (const outcome of value as DigestOutcome[]) {
    has(outcome, outcome.status === 'ok' ? { digest: digits, size: count } : { detail: text });
    has(outcome, { status: text, path: text });
  }
}

export function list(value: unknown): void {
  const { entries, malformed } = value as ParsedManifest;
  for (const entry of entries) has(entry, { path: text, algorithm: text, digest: digits });
  for (const line of malformed) has(line, { line: count, text, reason: text });
}

export function buffer(value: unknown): void {
  assert(Buffer.isBuffer(value));
}
