// Verifies directories against their sha1sum.txt: node examples/verify.mjs DIR...
// Exit status: 0 all files match, 1 some do not, 2 there is no answer.
import { ChecksigError, checkSignatures } from '../dist/index.mjs';

const directories = process.argv.slice(2);
if (directories.length === 0) {
  console.error('usage: node examples/verify.mjs DIR...');
  process.exitCode = 2;
}
for (const directory of directories) {
  try {
    await checkSignatures(directory);
    console.log(`${directory}: all files match`);
  } catch (error) {
    if (!(error instanceof ChecksigError)) throw error;
    console.error(error.message);
    const status = error.code === 'CHECK_FAILED' ? 1 : 2;
    process.exitCode = Math.max(process.exitCode ?? 0, status);
  }
}
