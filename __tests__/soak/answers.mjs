/** Compares what checks say with what is known of their cases (trees.mjs). */
import assert from 'node:assert';

/** A verdict as a failure with its message. */
export function toFailure(verdict) {
  const { path, status, line, expected, actual, message } = verdict;
  const detail = verdict.code ?? verdict.kind ?? verdict.previous ?? verdict.reason;
  return {
    path,
    reason: status,
    ...(detail !== undefined && { detail }),
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
    message,
    ...(line !== undefined && { line }),
  };
}

/** The answer of `check`. */
export function compareReport(report, { failures, remarks, ok }, { maxFailures = 10_000 } = {}) {
  assert.deepStrictEqual(report.failures.map(toFailure), failures.slice(0, maxFailures));
  assert.deepStrictEqual(report.remarks.map(toFailure), remarks.slice(0, maxFailures));
  const omitted = Math.max(0, failures.length - maxFailures);
  assert.strictEqual(report.failuresOmitted, omitted, 'failuresOmitted');
  compareCounts(report, { failures, remarks, ok });
}

/** The part of a report that `checkEach` has too. */
export function compareCounts(report, { failures, remarks, ok }) {
  if (ok !== undefined) assert.strictEqual(report.counts.ok, ok, 'counts.ok');
  for (const [reason, count] of Object.entries(countsOf([...failures, ...remarks]))) {
    assert.strictEqual(report.counts[reason], count, `counts of ${reason}`);
  }
  assert.strictEqual(report.ok, failures.length === 0 && report.counts.ok > 0, 'ok');
}

function countsOf(failures) {
  const counts = {};
  for (const { reason } of failures) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/**
 * The partial answer of a check that was aborted. There is none if it was before the list was read;
 * it is whole if it was when all had been done.
 */
export function comparePartial(report, { failures = [], remarks = [], ok }) {
  if (report === undefined) return;
  assert.ok(report.counts.ok <= (ok ?? Infinity), 'no more files are ok than there are');
  if (report.ok) compareCounts(report, { failures, remarks, ok });
  const known = keys([...failures, ...remarks]);
  for (const verdict of [...report.failures, ...report.remarks]) {
    assert.ok(known.has(keyOf(toFailure(verdict))), `a verdict of ${JSON.stringify(verdict)}`);
  }
}

/** All verdicts of a `checkEach`, or those of one that was not read to its end. */
export function compareVerdicts(verdicts, { failures, remarks, ok }, whole) {
  const known = keys([...failures, ...remarks]);
  const seen = new Set();
  let right = 0;
  for (const verdict of verdicts) {
    const key = keyOf(verdict.status === 'ok' ? { ...verdict, expected: '' } : toFailure(verdict));
    assert.ok(!seen.has(key), `twice the same verdict: ${key}`);
    seen.add(key);
    if (verdict.status === 'ok') right++;
    else assert.ok(known.has(key), `a verdict of ${JSON.stringify(verdict)}`);
  }
  if (!whole) return;
  assert.strictEqual(seen.size - right, known.size, 'as many verdicts as there are failures');
  if (ok !== undefined) assert.strictEqual(right, ok, 'as many verdicts as files are ok');
}

/** That a call failed as it should. */
export function compareError(error, { code, path }) {
  assert.strictEqual(error?.code, code, `error ${error?.stack}`);
  assert.strictEqual(error.path, path, 'path of the error');
}

const keys = (failures) => new Set(failures.map(keyOf));

// Names of extra files may be those of listed ones that are missing.
const keyOf = ({ line, reason, status, path, detail, expected, actual, message, manifest }) =>
  [manifest, line, reason ?? status, path, detail, expected, actual, message].join('\0');
