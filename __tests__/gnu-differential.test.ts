/**
 * Compares the GNU tools with the installed ones on generated calls. CHECKSIG_GNU_CASES is how many,
 * CHECKSIG_GNU_SEED which; a failure prints the seed and the smallest call that still differs.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describeWithGnu, runGnu, runOurs } from './support/gnu';
import { gnuCase, type GnuCase } from './support/gnu-cases';
import { digestTree, makeTree } from './support/gnu-tree';

const numRuns = Number(process.env['CHECKSIG_GNU_CASES'] ?? 1000);
const seed = Number(process.env['CHECKSIG_GNU_SEED'] ?? 91);

/** For all calls, and for making smaller one that differs. */
const limit = 120_000 + numRuns * 100;

describeWithGnu()('GNU coreutils', () => {
  const home = process.cwd();
  let directory: string;

  beforeAll(() => {
    directory = makeTree();
    process.chdir(directory);
  });
  afterAll(() => process.chdir(home));

  test(
    `${numRuns} calls have the same outcome (seed ${seed})`,
    async () => {
      const compare = async (call: GnuCase) => {
        for (const [name, text] of Object.entries(call.lists)) {
          writeFileSync(path.join(directory, name), text, 'latin1');
        }
        expect(await runOurs(call)).toEqual(runGnu(call));
      };
      await fc.assert(fc.asyncProperty(gnuCase(digestTree(directory)), compare), {
        seed,
        numRuns,
        interruptAfterTimeLimit: limit,
        markInterruptAsFailure: true,
      });
    },
    limit + 30_000,
  );
});
