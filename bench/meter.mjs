/** Runs a command through the meter (go/meter), and has it warm or forget files. */
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { clearTimeout, setTimeout } from 'node:timers';

import { endAtExit, execute } from './processes.mjs';

/**
 * @param meter the program
 * @param scratch a directory for what commands print
 */
export function useMeter(meter, scratch) {
  return {
    /**
     * Runs a command to its end; it and its children end with the time limit.
     *
     * @returns what it took, its status and its output
     */
    async run([command, ...args], { cwd, env = {}, limitMs }) {
      const files = ['out', 'err'].map((name) => path.join(scratch, name));
      const [out, err] = files.map((file) => openSync(file, 'w'));
      const child = spawn(meter, ['run', command, ...args], {
        cwd,
        env: { ...process.env, ...env },
        stdio: ['ignore', out, err, 'pipe'],
        detached: true, // a group of its own, which the limit ends
      });
      closeSync(out);
      closeSync(err);
      const end = () => process.kill(-child.pid, 'SIGKILL');
      const ended = endAtExit(end);
      let answer = '';
      let late = false;
      child.stdio[3].setEncoding('utf8').on('data', (text) => (answer += text));
      const timer = setTimeout(() => {
        late = true;
        end();
      }, limitMs);
      await new Promise((done, failed) => child.once('close', done).once('error', failed));
      clearTimeout(timer);
      ended();
      const [stdout, stderr] = files.map((file) => readFileSync(file, 'latin1'));
      if (late) throw new Error(`not done after ${limitMs / 1000} s`);
      if (answer === '') throw new Error(stderr.trim());
      return { ...JSON.parse(answer), stdout, stderr };
    },

    warm: (directory) => execute(meter, ['warm', directory]),

    /**
     * Takes a directory's files out of the page cache, and if it may all names and inodes; not the
     * programs, whose pages would then wait for the disk behind the files'. @returns how
     */
    async cool(directory) {
      await execute('sync', []);
      await execute(meter, ['forget', directory]);
      try {
        writeFileSync('/proc/sys/vm/drop_caches', '2');
        return 'POSIX_FADV_DONTNEED, with the names and inodes of all (drop_caches)';
      } catch {
        return 'POSIX_FADV_DONTNEED';
      }
    },
  };
}
