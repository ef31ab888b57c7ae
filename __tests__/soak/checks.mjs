/* global setTimeout */
/** check, checkSignatures, verify: they have one answer. */
import assert from 'node:assert';

import { check, checkSignatures, verify } from '../../dist/index.mjs';
import { withSignal } from './aborts.mjs';
import { compareError, comparePartial, compareReport, toFailure } from './answers.mjs';

/** The options of a check: those of the case, and those that change no answer. */
export function optionsOf(known, { concurrency, progress }, signal) {
  return {
    ...known.options,
    ...(concurrency && { concurrency }),
    ...(progress && { onProgress: ({ files, filesTotal }) => assert.ok(files <= filesTotal) }),
    ...(signal && { signal }),
  };
}

export async function runCheck(operation, { caseOf }) {
  const known = caseOf(operation.name);
  const { maxFailures } = operation;
  const { value, error, aborted } = await withSignal(operation.abort, (signal) =>
    check(known.directory, {
      ...optionsOf(known, operation, signal),
      ...(maxFailures && { maxFailures }),
    }),
  );
  // One signal carries the report of one check.
  if (aborted) comparePartial(operation.abort.signal ? undefined : aborted.report, known);
  else if (known.error) compareError(error, known.error);
  else if (error) throw error;
  else compareReport(value, known, { maxFailures: maxFailures ?? undefined });
}

export async function runSignatures(operation, { caseOf }) {
  const known = caseOf(operation.name);
  const { error, aborted } = await withSignal(operation.abort, (signal) =>
    checkSignatures(known.directory, optionsOf(known, operation, signal)),
  );
  if (aborted) return comparePartial(aborted.report, known);
  if (known.error) return compareError(error, known.error);
  const ok = known.failures.length === 0 && known.ok !== 0;
  if (ok && error) throw error;
  assert.strictEqual(error?.code, ok ? undefined : 'CHECK_FAILED', `error ${error?.stack}`);
  if (ok) return;
  assert.deepStrictEqual(error.failures, known.failures.map(withoutMessage));
  assert.deepStrictEqual(error.report.failures.map(toFailure), known.failures);
}

const withoutMessage = (failure) =>
  Object.fromEntries(Object.entries(failure).filter(([key]) => key !== 'message'));

export async function runVerify({ name }, { caseOf }) {
  const { directory, verify: message } = caseOf(name);
  assert.strictEqual(await verify(directory), message);
}

/** Several checks with one signal, which is aborted while they run. */
export async function runTogether({ names, after }, surroundings) {
  const controller = new AbortController();
  const { signal } = controller;
  const checks = names.map((name) => runCheck({ name, abort: { signal } }, surroundings));
  setTimeout(() => controller.abort(), after);
  await Promise.all(checks);
}

/** A check that does not end by itself. */
export async function runEndless({ abort, concurrency }, { endless }) {
  const { aborted, error } = await withSignal(abort, (signal) =>
    check(endless, { signal, ...(concurrency && { concurrency }) }),
  );
  assert.ok(aborted, `error ${error?.stack}`);
  const { counts, failures } = aborted.report ?? { counts: { ok: 0 }, failures: [] };
  assert.strictEqual(counts.ok, 0);
  for (const { path, status } of failures)
    assert.deepStrictEqual([path, status], ['gone', 'missing']);
}
