import { ChecksigError, type ChecksigErrorCode } from '../errors';
import type { Screen } from './output';
import { kebab, plainLines } from './text';

/** The arguments make no sense. */
export class UsageError extends Error {}

/** What one can do about it on the command line. */
const HINTS: Partial<Record<ChecksigErrorCode, string>> = {
  NO_MANIFEST: "'checksig create DIR' writes a list.",
  AMBIGUOUS_MANIFEST: 'Name the list in the place of its directory.',
};

/** Prints why there is no answer. */
export function printError(error: unknown, { err }: Screen): void {
  err.print(`checksig: ${plainLines(explain(error))}`);
  const hint = error instanceof ChecksigError && HINTS[error.code];
  if (hint) err.print(hint);
}

function explain(error: unknown): string {
  if (error instanceof ChecksigError || error instanceof UsageError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (!(error instanceof TypeError)) return error.stack ?? error.message;
  // What the API calls an option is an option here.
  return error.message.replace(
    /^options\.(\w+)(?:\[\d+\])?/,
    (_, name: string) => `--${kebab(name)}`,
  );
}
