/**
 * The command line tools. Each has
 *
 *     command(set, list)  what checks the set with its right or its wrong list
 *     wrong(output)       the names of the files that its output reports
 *
 * or, if it prints digests and checks nothing,
 *
 *     command(set, processes) and digests(output): pairs of digest and name
 */
import path from 'node:path';

import { root } from '../paths.mjs';

const deep = (set, list) => (list === set.right ? set.rightDeep : set.wrongDeep);
const matches = (text, pattern) => [...text.matchAll(pattern)].map(([, name]) => name);
const xargs = (set, processes, ...command) => [
  ...['xargs', '-0', '-a', set.names, '-P', String(processes), '-n', String(set.chunk)],
  ...command,
];

export const SHA1SUM = 'sha1sum -c';
export const OPENSSL = 'xargs -P2 openssl dgst';

export const tools = [
  {
    name: 'checksig, command line',
    needs: 'node',
    command: (set, list) => [
      ...[process.execPath, path.join(root, 'dist/cli.js'), 'check', '--quiet', set.tree],
      ...['--manifest', list],
    ],
    wrong: ({ stdout }) => matches(stdout, /^".*\/tree\/(.*)" - mismatch$/gm),
  },
  {
    name: SHA1SUM,
    judged: true,
    needs: 'sha1sum',
    version: ['sha1sum', '--version'],
    command: (set, list) => [`${set.algorithm}sum`, '--check', '--quiet', list],
    wrong: ({ stdout }) => matches(stdout, /^(.*): FAILED$/gm),
  },
  {
    name: 'xargs -P2 sha1sum',
    needs: 'xargs',
    version: ['xargs', '--version'],
    command: (set, processes) => xargs(set, processes, 'sha1sum'),
    digests: ({ stdout }) =>
      [...stdout.matchAll(/^([0-9a-f]{40}) [ *](.*)$/gm)].map(([, digest, name]) => [digest, name]),
  },
  {
    name: OPENSSL,
    judged: true,
    needs: 'openssl',
    version: ['openssl', 'version'],
    command: (set, processes) =>
      xargs(set, processes, 'openssl', 'dgst', `-${set.algorithm}`, '-r'),
    digests: ({ stdout }) =>
      [...stdout.matchAll(/^([0-9a-f]+) \*(.*)$/gm)].map(([, digest, name]) => [digest, name]),
  },
  {
    name: 'rhash -c',
    needs: 'rhash',
    version: ['rhash', '--version'],
    command: (set, list) => ['rhash', '--skip-ok', '--check', list],
    wrong: ({ stdout }) => matches(stdout, /^(.*?)\s+ERR$/gm),
  },
  {
    name: 'hashdeep -a -j2',
    needs: 'hashdeep',
    version: ['hashdeep', '-V'],
    command: (set, list) => [
      ...['hashdeep', '-c', 'sha1', '-l', '-r', '-j2', '-a', '-vv', '-k', deep(set, list), '.'],
    ],
    wrong: ({ stdout }) => matches(stdout, /^\.\/(.*): Known file not used$/gm),
  },
  {
    name: 'rclone checksum',
    needs: 'rclone',
    version: ['rclone', 'version'],
    env: { RCLONE_CONFIG: '/dev/null' },
    // It takes what it has read out of the page cache, so that the next would find a cold disk.
    evicts: true,
    command: (set, list) => ['rclone', 'checksum', 'sha1', list, '.'],
    wrong: ({ stderr }) => matches(stderr, /ERROR : (.*): files differ$/gm),
  },
];
