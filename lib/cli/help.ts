/** The screens of help. Each has room on a terminal of 80 columns and 24 lines, prompt and all. */
import type { Command, Help } from 'commander';

const COLUMN = 34;

export const CHECK_HEAD = `\
Usage: checksig [check] [OPTION]... [DIR|LIST]...

Verify the files that the list of each DIR names; of a LIST, in its directory.
Without DIR and LIST: in the working directory.
`;

export const CREATE_HEAD = `\
Usage: checksig create [OPTION]... DIR

Write a list of all files beneath DIR, by which 'checksig DIR' verifies them.
The old list is there, or the new one, at any time.
`;

export const TOP = `\
Usage: checksig [check] [OPTION]... [DIR|LIST]...
       checksig create [OPTION]... DIR
       checksig TOOL [ARG]...

Verify files against their checksum lists, or write such a list.

Commands:
  check    verify the files that a directory's list names; when no command is
           named, and without DIR, that is done in the working directory
  create   write a list of all files beneath DIR
  TOOL     sha1sum, md5sum, sha224sum, sha256sum, sha384sum, sha512sum, b2sum
           or cksum: what the GNU tool of that name does

Options:
  --version    print the version
  -h, --help   print this; after a command, its options

Exit status: 0 all is well, 1 something failed, 2 there is no answer,
130 interrupted. See docs/cli.md for more.
`;

const TAIL = '\nExit status: 0 all is well, 1 something failed, 2 there is no answer.\n';

/** A command's screen: what it does, and its options one a line. */
export function screenOf(head: string) {
  return (command: Command, helper: Help): string => {
    const lines = helper.visibleOptions(command).map((option) => {
      const term = option.flags.replace(/<(.*)>/, '$1').padEnd(COLUMN);
      return `  ${term}${option.description}\n`;
    });
    return `${head}\n${lines.join('')}${TAIL}`;
  };
}
