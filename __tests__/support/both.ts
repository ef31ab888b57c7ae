import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { badLogs, goodLogs } from './logs';
import { root } from './paths';
import { temporaryDirectory } from './temp';

/**
 * The beginning of a script that has `checksig`. `turn(i)` checks logs without and with a wrong
 * digest in turns, and throws if the verdicts are not right; `both()` does so with both at once.
 * `beside(work)` has the result of `work()` and does the former all the while, several at once.
 */
export function both(): string {
  return `
    const directories = ${JSON.stringify([goodLogs(), badLogs()])};
    const turn = async (i, library = checksig) => {
      const { ok, counts } = await library.check(directories[i % 2]);
      const found = [ok, counts.ok, counts.mismatch].join(' ');
      if (found !== ['true 10 0', 'false 9 1'][i % 2]) throw new Error('verdicts are ' + found);
    };
    const both = (library) => Promise.all([turn(0, library), turn(1, library)]);
    const beside = async (work, library) => {
      let busy = true;
      const checks = async () => { while (busy) await both(library); };
      const all = [checks(), checks(), checks(), work().finally(() => { busy = false; })];
      return (await Promise.all(all)).pop();
    };`;
}

/** A script as a file, for what starts its code from one, as an async function's body. */
export function scriptFile(script: string): string {
  const file = path.join(temporaryDirectory(), 'script.cjs');
  const source = `
    const checksig = require(${JSON.stringify(root)});
    ${both()}
    (async () => { ${script} })();`;
  writeFileSync(file, source);
  return file;
}
