import { checkPath } from './arguments';
import { events, type EndEvent, type VerdictEvent } from './batch';
import { ChecksigError, type Failure, type FailureReason } from './errors';
import { native } from './native';
import { startJob } from './session';

/**
 * Verifies every file that the list `sha1sum.txt` in a directory names, on all cores and off the
 * event loop.
 *
 * @param rootDir the directory, absolute or relative to the working directory
 * @returns when every file was read to its end and has the digest that is listed
 * @throws TypeError if `rootDir` is not a path
 * @throws ChecksigError `CHECK_FAILED` if files are not as listed: `failures` has every one, in the
 * order of the list; another code if there is no answer
 */
export async function checkSignatures(rootDir: string): Promise<void> {
  checkPath('rootDir', rootDir);
  const failed: FailedEvent[] = [];
  await runCheck(rootDir, (verdict) => failed.push(verdict));
  if (failed.length === 0) return;
  failed.sort((a, b) => a.line - b.line);
  throw new ChecksigError('CHECK_FAILED', summarise(failed), { failures: failed.map(toFailure) });
}

/**
 * The bare session with Go: calls the native `verify` on a thread of libuv's pool, one call at a
 * time, decodes its answer and frees it.
 *
 * @param rootDir the directory, absolute or relative to the working directory
 * @returns `null` when all files match; otherwise the message, with a line for each failure in the
 * order of the list, such as `"/tmp/logs/httpd-08.log" - mismatch`
 * @throws TypeError if `rootDir` is not a path
 * @throws ChecksigError if the native library cannot be loaded
 */
export async function verify(rootDir: string): Promise<string | null> {
  checkPath('rootDir', rootDir);
  return native().verify(rootDir);
}

type FailedEvent = VerdictEvent & { readonly status: FailureReason };

/** Runs one check and passes each failure on as it comes, in no order. */
function runCheck(root: string, onFailure: (verdict: FailedEvent) => void): Promise<EndEvent> {
  return new Promise((resolve, reject) => {
    startJob(
      { op: 'check', root, verdicts: 'failed' },
      {
        onSection(section) {
          for (const event of events(section)) {
            if (event.kind === 'verdict') onFailure(event as FailedEvent);
            else if (event.error === undefined) resolve(event);
            else reject(toError(event.error));
          }
        },
        onLost: reject,
      },
    );
  });
}

function toError({ code, message, path }: NonNullable<EndEvent['error']>): ChecksigError {
  // Nothing here cancels a job.
  if (code === 'CANCELLED') return new ChecksigError('INTERNAL', message);
  return new ChecksigError(code, message, path === undefined ? {} : { path });
}

/** How many failures a message spells out: it is for people. */
const LINES = 100;

function summarise(failed: readonly FailedEvent[]): string {
  const lines = failed.slice(0, LINES).map((verdict) => verdict.message);
  if (failed.length > LINES) lines.push(`and ${failed.length - LINES} more`);
  return lines.join('\n');
}

function toFailure(verdict: FailedEvent): Failure {
  return {
    path: verdict.path,
    reason: verdict.status,
    ...(verdict.detail && { detail: verdict.detail }),
    ...(verdict.expected && { expected: verdict.expected }),
    ...(verdict.actual && { actual: verdict.actual }),
    line: verdict.line,
  };
}
