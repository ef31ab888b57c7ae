import { spawnSync } from 'node:child_process';

/** Runs a command that has to succeed. What it prints is not the result, so it goes to stderr. */
export function run(command, args, options) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2], ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}`);
}
