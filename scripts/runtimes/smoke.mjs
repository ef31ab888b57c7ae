// The processes that every runtime has to run, and what has to become of them.
import { spawnSync } from 'node:child_process';

/** How long a process may take in ms before it is taken for hanging. */
const MOST_TIME = 120_000;

const WAYS_OUT = {
  'exit, 1 check': { status: 7 },
  'exit, 64 checks': { status: 7 },
  'exit at once': { status: 7 },
  'uncaught exception': { status: 1 },
  'unhandled rejection': { status: 1 },
  signal: { status: null, signal: 'SIGTERM' },
  'signal with a handler': { status: 7 },
  'end after a worker was stopped': { status: 0 },
  'exit of a worker': { status: 3 },
  'end after a worker was terminated': { status: 0 },
  'end of a terminated worker’s check': { status: 0 },
};

const processes = (logs, endless) => [
  [['smoke.mjs', 'import', logs, endless], { status: 0, last: 'done\n' }],
  [['smoke.mjs', 'require', logs, endless], { status: 0, last: 'done\n' }],
  [
    ['node_modules/checksig/dist/cli.js', '--quiet', logs],
    { status: 1, last: `"${logs}/httpd-08.log" - mismatch\n` },
  ],
  ...Object.entries(WAYS_OUT).map(([way, expected]) => [['ways-out.mjs', way, endless], expected]),
];

/**
 * Runs the smoke test of __tests__/runtimes in a project that has a copy of it, except for the ways
 * out that are to be omitted, and counts.
 */
export function smoke(command, project, { logs, endless, omitted = [] }) {
  const counts = { passed: 0, failed: 0, omitted: omitted.length };
  for (const [args, { status, signal = null, last = '' }] of processes(logs, endless)) {
    if (omitted.includes(args[1])) continue;
    const [program, ...rest] = [...command, ...args];
    const found = spawnSync(program, rest, {
      cwd: project,
      encoding: 'utf8',
      timeout: MOST_TIME,
      killSignal: 'SIGKILL',
    });
    if (found.status === status && found.signal === signal && found.stdout.endsWith(last)) {
      counts.passed++;
      continue;
    }
    counts.failed++;
    console.error(
      `FAIL ${args.join(' ')}: expected ${signal ?? status}, found ${found.signal ?? found.status}`,
    );
    console.error(found.stdout + found.stderr);
  }
  return counts;
}
