/* global clearTimeout, setTimeout */
/**
 * An operation is data: its `kind`, and what the function of that kind takes. It throws if an
 * answer is another than the expected one.
 */
import { runCheck, runEndless, runSignatures, runTogether, runVerify } from './checks.mjs';
import { runAbandoned, runEach } from './each.mjs';
import { runCreate, runDigest, runDigests, runUpload } from './files.mjs';
import { runFormat, runMisuse, runParse } from './lists.mjs';
import { runSpawn, runWorker } from './workers.mjs';

const KINDS = {
  check: runCheck,
  checkSignatures: runSignatures,
  checkEach: runEach,
  verify: runVerify,
  together: runTogether,
  endless: runEndless,
  abandoned: runAbandoned,
  digestFile: runDigest,
  digestFiles: runDigests,
  createManifest: runCreate,
  upload: runUpload,
  parseManifest: runParse,
  formatManifest: runFormat,
  misuse: runMisuse,
  worker: runWorker,
  spawn: runSpawn,
};

/** How long one may take, in ms: what takes longer hangs. */
const MOST = 120_000;

/** Performs an operation; throws an error that describes it if its answer is wrong. */
export async function perform(operation, surroundings) {
  let timer;
  const hanging = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${MOST} ms`)), MOST);
  });
  try {
    await Promise.race([KINDS[operation.kind](operation, surroundings), hanging]);
  } catch (cause) {
    throw new Error(`wrong: ${JSON.stringify(operation)}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}
