#!/usr/bin/env node
/** The command line: `checksig`, as docs/cli.md tells. */
import { fromWritable, GNU_TOOLS, gnuTool } from './gnu';
import { rawArguments } from './raw';

/** @returns the exit status, when everything is written */
async function main(args: readonly string[]): Promise<number> {
  const [tool = '', ...rest] = args;
  if (GNU_TOOLS.includes(tool)) {
    const [stdout, stderr] = [fromWritable(process.stdout), fromWritable(process.stderr)];
    return gnuTool(tool, rawArguments(rest), { stdout, stderr, env: process.env });
  }
  // Loaded only here: the GNU tools start without what people need.
  const { runForPeople } = await import('./people.js');
  return runForPeople(args);
}

// Not by process.exitCode: a read that the system does not answer would keep the process.
main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error) => {
    console.error(error);
    process.exit(2);
  },
);
