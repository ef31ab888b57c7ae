/** What is printed of a report. */
import type { Colors } from 'picocolors/types';

import { isFailure, isRemark, type CheckOptions } from '../options';
import type { Report, Status, FailedVerdict } from '../report';
import { count, duration, plain, size } from './text';

/** How many lines of one status are printed unless the options say otherwise. */
const LINES = 100;

/** The worst first: a flood of files that are missing must not hide one that was altered. */
const ORDER: readonly Status[] = [
  'mismatch',
  'changed',
  'conflict',
  'outside',
  'not-regular',
  'unreadable',
  'malformed',
  'missing',
  'extra',
];

/**
 * The lines about single files: failures and remarks, by status and then in the order of the
 * list; without `maxFailures`, 100 of each status. What is left out is said.
 *
 * @param options those of the check
 */
export function verdictLines(
  report: Report,
  options: CheckOptions,
  colours: Colors,
): readonly string[] {
  const { failures, remarks, counts } = report;
  return ORDER.flatMap((status) => {
    if (isFailure(status, options)) return group(failures, status).map(colours.red);
    return isRemark(status, options) ? group(remarks, status).map(colours.yellow) : [];
  });

  function group(verdicts: readonly FailedVerdict[], status: Status): readonly string[] {
    const lines = verdicts
      .filter((verdict) => verdict.status === status)
      .slice(0, options.maxFailures ?? LINES)
      .map(({ message }) => plain(message));
    const more = counts[status] - lines.length;
    if (more === 0) return lines;
    return [...lines, `and ${count(more)} more ${status}: --max-failures prints more, --json all`];
  }
}

/** What came of a check, at a glance. */
export function summaryLines(report: Report, stopped: boolean, colours: Colors): readonly string[] {
  const { ok, counts, bytes, seconds, manifests } = report;
  const head = stopped
    ? colours.yellow('STOPPED')
    : ok
      ? colours.green('OK     ')
      : colours.red('FAILED ');
  const entries = manifests.reduce((sum, { entries }) => sum + entries, 0);
  const parts = [
    `${count(counts.ok)}${stopped ? ` of ${count(entries)}` : ''} verified`,
    ...ORDER.filter((status) => counts[status] > 0).map(
      (status) => `${count(counts[status])} ${status}`,
    ),
  ];
  const lists = manifests.map(
    ({ path, algorithms }) => `${plain(path)} (${algorithms.join(', ')})`,
  );
  return [
    `${colours.bold(head)} ${parts.join(', ')}`,
    `        ${size(bytes)} in ${duration(seconds)}: ${lists.join(', ') || 'no list was read'}`,
  ];
}
