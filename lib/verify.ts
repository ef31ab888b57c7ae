import { toPath } from './arguments';
import { ChecksigError } from './errors';
import { native } from './native';

/**
 * The bare session with Go: calls the native `verify` on a thread of libuv's pool, one call at a
 * time, decodes its answer and frees it.
 *
 * @param rootDir the directory, absolute or relative to the working directory, with a `sha1sum.txt`
 * @returns `null` when all files match; otherwise the message, with a line for each failure in the
 * order of the list, such as `"/tmp/logs/httpd-08.log" - mismatch`
 * @throws TypeError if `rootDir` is not a path
 * @throws ChecksigError if the native library cannot be loaded, or `INTERNAL` for a defect of it
 */
export async function verify(rootDir: string): Promise<string | null> {
  const message = await native().verify(toPath('rootDir', rootDir));
  // Every line of a failure begins with a quoted path.
  if (message?.startsWith('panic: ')) throw new ChecksigError('INTERNAL', message);
  return message;
}
