// Tests the package on several runtimes, on Linux with glibc on x64:
//
//   npm run test:runtimes                   on all of them
//   npm run test:runtimes -- node26 bun     on some
//
// Each runs the packed package, installed in a project of its own: the calls of
// __tests__/runtimes/smoke.mjs as an ES module and as CommonJS, the command line, and the ends of
// ways-out.mjs. Node runs jest too.
//
// Exit status: 0 all passed, 1 something failed, 2 no such runtime.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  environment,
  makeEndless,
  makeLogs,
  makeProject,
  pack,
  root,
} from './runtimes/project.mjs';
import { install, RUNTIMES } from './runtimes/runtimes.mjs';
import { smoke } from './runtimes/smoke.mjs';

// Tests that are none of a runtime's: of the build, the package, the documents, other languages and
// tools, and the soak. `npm test` has them.
const NOT_OF_RUNTIMES =
  '/(build-go|c-program|docs|gnu-differential|package|python|soak)\\.test\\.ts$';

function jest(program, report) {
  const script = path.join(root, 'node_modules/jest/bin/jest.js');
  const options = ['--testPathIgnorePatterns', NOT_OF_RUNTIMES, '--json', '--outputFile', report];
  const { status } = spawnSync(program, [script, ...options], {
    cwd: root,
    env: environment(program),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  const failed = numFailedTests + numRuntimeErrorTestSuites;
  return {
    passed: numPassedTests,
    failed: Math.max(failed, status === 0 ? 0 : 1),
    skipped: numPendingTests,
  };
}

const say = (counts) =>
  Object.entries(counts)
    .filter(([name, count]) => count > 0 || name === 'passed')
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(RUNTIMES, name));
if (unknown.length > 0) {
  const known = Object.keys(RUNTIMES).join(', ');
  console.error(`test-runtimes: there is no ${unknown.join(', ')}, only ${known}`);
  process.exit(2);
}

const rows = [['runtime', 'version', 'tests', 'smoke']];
let failed = 0;
const work = mkdtempSync(path.join(os.tmpdir(), 'checksig-runtimes-'));
try {
  const at = (name) => path.join(work, name);
  const tarball = pack(at('package'));
  const [logs, endless] = [makeLogs(at('logs')), makeEndless(at('endless'))];
  for (const name of asked.length > 0 ? asked : Object.keys(RUNTIMES)) {
    const { version, options, hasJest, omitted } = RUNTIMES[name];
    console.error(`== ${name} ${version}`);
    const program = install(name);
    const project = makeProject(at(name), tarball, program);
    const smokes = smoke([program, ...options], project, { logs, endless, omitted });
    const tests = hasJest ? jest(program, at(`${name}.json`)) : undefined;
    failed += smokes.failed + (tests?.failed ?? 0);
    rows.push([name, version, tests ? say(tests) : '-', say(smokes)]);
  }
} finally {
  rmSync(work, { recursive: true });
}

const widths = [0, 1, 2, 3].map((i) => Math.max(...rows.map((row) => row[i].length)));
for (const row of rows)
  console.log(
    row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd(),
  );
process.exitCode = failed > 0 ? 1 : 0;
