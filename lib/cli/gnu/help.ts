import { version } from '../../../package.json';
import type { Tool } from './tools';

/** What `--help` prints. */
export function helpText({ name, algorithm, selectable, options }: Tool): string {
  const what = selectable ? 'checksums, CRC unless told otherwise' : `${algorithm.tag} digests`;
  const lines = options
    .filter(({ help }) => help !== undefined)
    .map(({ short, long, help }) => {
      const left = `${short ? `-${short},` : '   '} --${long}`;
      return `  ${left.padEnd(22)}${help}\n`;
    });
  return (
    `Usage: ${name} [OPTION]... [FILE]...\n` +
    `Print ${what} of files, or check the files that lists name.\n` +
    'Without FILE, or where FILE is -, standard input is read.\n\n' +
    lines.join('') +
    `\nThis is checksig in the place of GNU ${name}; docs/cli.md says where they differ.\n`
  );
}

/** What `--version` prints. */
export function versionText({ name }: Tool): string {
  return `${name} (checksig) ${version}\n`;
}
