/** A short cut of `npm run soak`, which is to run for 30 minutes. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { faulty } from '../support/faulty';
import { mostTime, times } from '../support/long';
import { root } from '../support/paths';
import { temporaryDirectory } from '../support/temp';

jest.setTimeout(mostTime(120_000));

/** A point that operations pass which nobody aborts. */
const PANIC = 'export.parse:2';

function soak(minutes: number, env: Record<string, string>) {
  const out = temporaryDirectory();
  const script = path.join(root, '__tests__/soak/run.mjs');
  const args = [script, '--minutes', String(minutes), '--seed', '1', '--out', out];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: mostTime(120_000),
    env: { ...process.env, ...env },
  });
  return { out, status, stdout, stderr };
}

test('all answers are right, nothing grows, and a picture shows it', () => {
  const { out, ...outcome } = soak(times(0.05, 3), {});
  expect(outcome).toEqual({
    status: 0,
    stdout: expect.stringMatching(/^\d+ operations: .*\n(flat .*\n)+/m) as string,
    stderr: '',
  });
  expect(readFileSync(path.join(out, 'soak.svg'), 'utf8')).toMatch(/^<svg [^]*<\/svg>$/);
});

test('a wrong answer ends it', () => {
  expect(soak(times(0.05, 3), faulty(PANIC))).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/wrong: \{"kind":[^]*panic: fault at export\.parse/) as string,
  });
});
