import { spawnSync } from 'node:child_process';

/**
 * `describe` for tests that need an outside tool. Where it is missing they fail on CI, and are
 * skipped elsewhere, which is said.
 */
export function describeWith(tool: string): jest.Describe {
  if (spawnSync(tool, ['--version'], { timeout: 30_000 }).status === 0) return describe;
  if (process.env['CI'] === 'true') throw new Error(`${tool} is missing, and CI has to have it`);
  console.warn(`Skipped: ${tool} is missing.`);
  return describe.skip;
}

/**
 * `describe` for tests of what a machine may forbid, and a shell command that tries it. Where it
 * is forbidden they are skipped, which is said.
 */
export function describeWhere(what: string, command: string): jest.Describe {
  const { status } = spawnSync('bash', ['-c', command], { timeout: 30_000 });
  if (status === 0) return describe;
  console.warn(`Skipped: this machine forbids ${what}.`);
  return describe.skip;
}
