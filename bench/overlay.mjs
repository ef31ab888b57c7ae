/** Files seen through an overlayfs, as those of a container are. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

import { endAtExit, execute } from './processes.mjs';

/**
 * Mounts an overlayfs over a tree. It is unmounted when this process ends, if not before.
 *
 * @returns where the tree is seen, and the function that unmounts it
 * @throws if the machine forbids it, or has none
 */
export async function overlay(tree, scratch) {
  const at = (name) => path.join(scratch, 'overlay', name);
  const directories = { upperdir: at('upper'), workdir: at('work') };
  const seen = at('seen');
  const unmount = () => spawnSync('umount', [seen]);
  unmount(); // what a run has left that was killed
  rmSync(at(''), { recursive: true, force: true });
  for (const name of [...Object.values(directories), seen]) mkdirSync(name, { recursive: true });
  const options = Object.entries({ lowerdir: tree, ...directories }).map(
    ([key, name]) => `${key}=${name}`,
  );
  await execute('mount', ['-t', 'overlay', 'overlay', '-o', options.join(), seen]);
  const ended = endAtExit(unmount);
  return {
    tree: seen,
    unmount() {
      ended();
      unmount();
    },
  };
}
