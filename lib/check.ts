import { ChecksigError, type Failure } from './errors';
import { isRemark, type CheckOptions } from './options';
import type { FailedVerdict, Report, Verdict } from './report';
import { CheckRun } from './run';
import { inListOrder } from './verdict';

const MAX_FAILURES = 10_000;

/**
 * Verifies every file that a directory's checksum list names, on all cores and off the event loop.
 * Bad data is no exception: it is in the report.
 *
 * @param dir the directory, absolute or relative to the working directory
 * @returns when everything was looked at
 * @throws TypeError if an argument or an option is not what it should be
 * @throws ChecksigError if there is no answer: no directory, no list, a list that is refused, …
 * @throws the signal's reason if it is aborted; if that is an object it has, as `report`, the
 * report of what was done until then (see {@link checkEach} where one signal aborts several checks)
 */
export async function check(dir: string, options: CheckOptions = {}): Promise<Report> {
  return collect(new CheckRun('dir', dir, options, false), MAX_FAILURES);
}

/** Runs a check to its end and collects the verdicts, so many at most if no option says it. */
async function collect(run: CheckRun, usual: number): Promise<Report> {
  const most = run.options.maxFailures ?? usual;
  const [failed, remarkable] = [new Collection(most), new Collection(most)];
  try {
    for (let step; !(step = await run.next()).done;) {
      // The request asks for no others.
      const verdict = step.value as FailedVerdict;
      (isRemark(verdict.status, run.options) ? remarkable : failed).add(verdict);
    }
  } finally {
    run.close();
    run.report = run.report && {
      ...run.report,
      failures: failed.inOrder(),
      failuresOmitted: failed.omitted,
      remarks: remarkable.inOrder(),
    };
    run.carryReport();
  }
  return run.report as Report;
}

/** The verdicts of {@link checkEach}. `break` stops the work. */
export interface CheckIterator extends AsyncIterableIterator<Verdict> {
  /**
   * The report, once the iteration is over, whether by its end or by an abort; without verdicts,
   * which the reader has seen. `undefined` before, and where there is none.
   */
  readonly report: Report | undefined;
}

/**
 * Like {@link check}, with the verdicts as they happen, in no order. A slow reader makes the work
 * wait; who breaks out of the loop, or lets go of the iterator, stops it.
 *
 * @throws TypeError at once if an argument or an option is not what it should be; everything else
 * that {@link check} throws, the iteration throws
 */
export function checkEach(dir: string, options: CheckOptions = {}): CheckIterator {
  const run = new CheckRun('dir', dir, options, true);
  const iterator = new RunIterator(run);
  run.endWith(iterator);
  return iterator;
}

/**
 * Hands everything to its run, which holds it only while a call of next waits: who has but that
 * call's promise is to get a verdict, and who has nothing is to cost nothing.
 */
class RunIterator implements CheckIterator {
  readonly #run: CheckRun;

  constructor(run: CheckRun) {
    this.#run = run;
  }

  get report(): Report | undefined {
    return this.#run.report;
  }

  next(): Promise<IteratorResult<Verdict, undefined>> {
    return this.#run.next(this);
  }

  return(): Promise<IteratorResult<Verdict, undefined>> {
    this.#run.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: Error): Promise<never> {
    this.#run.close();
    return Promise.reject(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/**
 * Verifies every file that a directory's checksum list names.
 *
 * @param rootDir the directory, absolute or relative to the working directory
 * @returns when every file was read to its end and has the digest that is listed
 * @throws ChecksigError `CHECK_FAILED` if not: `failures` has every failure, unless `maxFailures`
 * says otherwise, in the order of the list; `report` is the whole report
 * @throws what {@link check} throws
 */
export async function checkSignatures(rootDir: string, options: CheckOptions = {}): Promise<void> {
  const run = new CheckRun('rootDir', rootDir, options, false);
  const report = await collect(run, Number.MAX_SAFE_INTEGER);
  if (report.ok) return;
  throw new ChecksigError('CHECK_FAILED', summarise(report), {
    failures: report.failures.map(toFailure),
    report,
  });
}

/** How many failures a message spells out: it is for people. */
const LINES = 100;

function summarise({ failures, failuresOmitted }: Report): string {
  if (failures.length === 0 && failuresOmitted === 0) return 'no file was verified';
  const lines = failures.slice(0, LINES).map(({ message }) => message);
  const more = failures.length - lines.length + failuresOmitted;
  if (more > 0) lines.push(`and ${more} more`);
  return lines.join('\n');
}

function toFailure(verdict: FailedVerdict): Failure {
  const { path, status, ...more } = verdict;
  return {
    path,
    reason: status,
    ...detailOf(verdict),
    ...('expected' in more && { expected: more.expected }),
    ...('actual' in more && { actual: more.actual }),
    ...('line' in more && { line: more.line }),
  };
}

function detailOf(verdict: FailedVerdict): Pick<Failure, 'detail'> {
  switch (verdict.status) {
    case 'unreadable':
      return { detail: verdict.code };
    case 'not-regular':
      return { detail: verdict.kind };
    case 'malformed':
      return { detail: verdict.reason };
    case 'conflict':
      return { detail: verdict.previous };
    default:
      return {};
  }
}

/** The first verdicts in the lists' order, of which there are at most a number. */
class Collection {
  readonly #most: number;
  #verdicts: FailedVerdict[] = [];
  omitted = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(verdict: FailedVerdict): void {
    this.#verdicts.push(verdict);
    if (this.#verdicts.length >= 2 * this.#most + 1000) this.#trim();
  }

  inOrder(): readonly FailedVerdict[] {
    this.#trim();
    return this.#verdicts;
  }

  #trim(): void {
    this.#verdicts.sort(inListOrder);
    this.omitted += Math.max(0, this.#verdicts.length - this.#most);
    this.#verdicts.length = Math.min(this.#verdicts.length, this.#most);
  }
}
