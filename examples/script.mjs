// Lists the files of a directory, verifies them by the list, and digests the list itself, so that
// it can be kept elsewhere: node examples/script.mjs DIR

/* global AbortSignal */
import { check, createManifest, digestFile } from '../dist/index.mjs';

const [directory] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: node examples/script.mjs DIR');
  process.exit(2);
}
const signal = AbortSignal.timeout(3_600_000);

const list = await createManifest(directory, { algorithm: 'sha256', signal });
console.log(`listed ${list.entries} files of ${list.bytes} bytes in ${list.manifest}`);
for (const { message } of list.skipped) console.log(`left out: ${message}`);

const report = await check(directory, {
  manifest: 'sha256sum.txt',
  signal,
  onProgress: ({ files, filesTotal, bytes, bytesTotal }) =>
    console.log(`verified ${files} of ${filesTotal} files, ${bytes} of ${bytesTotal} bytes`),
});
for (const { message } of report.failures) console.log(message);

console.log(`the list's own SHA-256 is ${await digestFile(list.manifest, 'sha256', { signal })}`);
process.exitCode = report.ok ? 0 : 1;
