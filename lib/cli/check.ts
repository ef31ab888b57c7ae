import { lstatSync, statSync } from 'node:fs';
import path from 'node:path';

import picocolors from 'picocolors';

import { check, checkEach } from '../check';
import type { CheckOptions } from '../options';
import type { Report } from '../report';
import { printError, UsageError } from './failure';
import { interruptible, Interruption } from './interruption';
import { jsonLine, reportLine } from './json';
import type { PrintOptions } from './options';
import type { Screen } from './output';
import { barFor, type ProgressBar } from './progress';
import { summaryLines, verdictLines } from './summary';

/** How many failures are kept to choose those from that are printed. */
const KEPT = 20_000;

/** What is checked in one turn. */
interface Target {
  readonly dir: string;
  readonly options: CheckOptions;
}

interface Settings {
  readonly screen: Screen;
  readonly print: PrintOptions;
  readonly bar: ProgressBar | undefined;
}

/**
 * Checks directories and lists in turn, and prints what comes of it.
 *
 * @returns the exit status: the worst of all
 */
export async function runCheck(
  targets: readonly string[],
  options: CheckOptions,
  print: PrintOptions,
  screen: Screen,
): Promise<number> {
  const { json, quiet } = print;
  const bar = await barFor(print, screen);
  const settings = { screen, print, bar };
  const signal = interruptible();
  signal.addEventListener('abort', () => bar?.clear());
  let status = 0;
  for (const [turn, target] of (targets.length > 0 ? targets : ['.']).entries()) {
    if (turn > 0 && !json && !quiet) screen.out.print('');
    try {
      const { dir, options: own } = targetOf(target, options);
      const all = { ...own, signal, ...(bar && { onProgress: bar.update }) };
      const run = json ? checkAsJson : checkForPeople;
      const report = await run({ dir, options: all }, settings);
      status = Math.max(status, report.ok ? 0 : 1);
    } catch (error) {
      if (error instanceof Interruption) return error.status;
      printError(error, screen);
      status = 2;
    }
    await screen.out.flush();
  }
  return status;
}

/** A directory is checked with its list, a list in its directory. */
function targetOf(name: string, options: CheckOptions): Target {
  if (!isFile(name)) return { dir: name, options };
  if (options.manifest) throw new UsageError(`${name} is a list, and --manifest names another`);
  // Who names a link trusts it, wherever it leads: a path that is absolute may lie anywhere.
  const manifest = lstatSync(name).isSymbolicLink() ? path.resolve(name) : path.basename(name);
  return { dir: path.dirname(name), options: { ...options, manifest } };
}

function isFile(name: string): boolean {
  try {
    return statSync(name).isFile();
  } catch {
    return false; // The check says what is wrong with it.
  }
}

async function checkForPeople({ dir, options }: Target, settings: Settings): Promise<Report> {
  const { bar } = settings;
  try {
    const report = await check(dir, { maxFailures: KEPT, ...options });
    bar?.clear();
    printReport(report, options, false, settings);
    return report;
  } catch (error) {
    bar?.clear();
    if (error instanceof Interruption) printReport(error.report, options, true, settings);
    throw error;
  }
}

function printReport(
  report: Report | undefined,
  options: CheckOptions,
  stopped: boolean,
  { screen, print }: Settings,
): void {
  const { out, err } = screen;
  if (!report) return err.print('checksig: interrupted; there is no report of what was checked');
  const colours = picocolors.createColors(out.hasColours);
  const lines = verdictLines(report, options, colours);
  for (const line of lines) out.print(line);
  const { ok, failures, failuresOmitted } = report;
  if (!ok && !stopped && failures.length + failuresOmitted === 0) out.print('no file was verified');
  if (print.quiet) return;
  if (lines.length > 0) out.print('');
  for (const line of summaryLines(report, stopped, colours)) out.print(line);
}

async function checkAsJson({ dir, options }: Target, settings: Settings): Promise<Report> {
  const { bar, print } = settings;
  const { out } = settings.screen;
  const verdicts = checkEach(dir, options);
  try {
    for await (const verdict of verdicts) {
      if (print.quiet && verdict.status === 'ok') continue;
      out.print(jsonLine(verdict));
      await out.ready();
    }
  } catch (error) {
    if (error instanceof Interruption && error.report) {
      out.print(reportLine(dir, error.report, true));
    }
    throw error;
  } finally {
    bar?.clear();
  }
  const report = verdicts.report as Report;
  out.print(reportLine(dir, report, false));
  return report;
}
