/** What a terminal is sent, which is more than what a file is. */
import { closeSync, ftruncateSync, openSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checksig, onTerminal } from './support/cli';
import { badLogs, goodLogs } from './support/logs';
import { temporaryDirectory } from './support/temp';
import { describeWith } from './support/tools';

/* eslint-disable no-control-regex */

/** Escape sequences, and what else a terminal obeys, line ends aside. */
const CONTROLS = /[\x00-\x09\x0b-\x1f\x7f-\x9f]/;

/** A directory that takes long enough to check for a bar to appear. */
function largeDirectory(): string {
  const directory = temporaryDirectory();
  const name = '\x1b]0;\x07\x9b31m';
  const file = openSync(path.join(directory, name), 'w');
  ftruncateSync(file, 4e8);
  closeSync(file);
  writeFileSync(path.join(directory, 'sha1sum.txt'), `${'0'.repeat(40)}  ${name}\n`);
  return directory;
}

jest.setTimeout(120_000);

test('no escape sequence where there is no terminal, whatever the environment says', () => {
  const env = { FORCE_COLOR: '1', CLICOLOR_FORCE: '1', CI: 'true' };
  for (const args of [[badLogs()], [goodLogs()], [largeDirectory()], ['--help'], ['--no']]) {
    const { stdout, stderr } = checksig(args, { env });
    expect(stdout + stderr).not.toMatch(CONTROLS);
  }
});

describeWith('python3')('on a terminal', () => {
  test('what failed is red, and what is well is green', () => {
    const bad = onTerminal([badLogs()]);
    expect(bad.status).toBe(1);
    expect(bad.screen).toMatch(/\x1b\[31m".*httpd-08\.log" - mismatch\x1b\[39m/);
    expect(bad.screen).toMatch(/\x1b\[31mFAILED/);
    expect(onTerminal([goodLogs()]).screen).toMatch(/\x1b\[32mOK/);
  });

  test.each([{ NO_COLOR: '1' }, { TERM: 'dumb' }])('%p: no colours', (env) => {
    const { screen } = onTerminal([badLogs()], { env });
    expect(screen).toContain('FAILED  9 verified, 1 mismatch');
    expect(screen.replaceAll('\r\n', '\n')).not.toMatch(CONTROLS);
  });

  test('a progress bar shows how far it is, and goes', () => {
    const { status, screen } = onTerminal([largeDirectory()]);
    expect(status).toBe(1);
    expect(screen).toMatch(/\[=*-*\] +\d+ % {2}0\/1 files {2}[\d.]+ MB\/400 MB/);
    const [, after = ''] = screen.split('\x1b[2K');
    expect(after).toContain('FAILED');
    expect(after).not.toContain('/1 files');
  });

  test.each([['--no-progress'], ['--quiet'], ['--json']])('%s: no progress bar', (option) => {
    expect(onTerminal([option, largeDirectory()]).screen).not.toContain('/1 files');
  });

  test('hostile names are spelt out, everywhere', () => {
    const directory = temporaryDirectory();
    const hostile = '\x1b[31m\x1b]0;title\x07\x9b2J\u202e';
    const list = `${'\x1b[2J\x9b2J\x07'}.sha1`;
    const lines = [
      `${'0'.repeat(40)}  ${hostile}`,
      `\\${'0'.repeat(40)}  new\\nline${hostile}`,
      hostile,
      `${'0'.repeat(40)}  /${hostile}`,
    ];
    writeFileSync(path.join(directory, list), lines.map((line) => `${line}\n`).join(''));
    writeFileSync(path.join(directory, `extra${hostile}`), '');
    const large = largeDirectory();
    const env = { NO_COLOR: '1' };
    for (const args of [
      [directory, '--extras', 'report'],
      ['--json', directory, '--extras', 'fail'],
      ['create', directory, '--manifest', `${hostile}/list`],
      ['create', directory, '--manifest', hostile],
      ['--manifest', hostile, directory],
      ['--no-progress', large],
      [`--${hostile}`],
      ['create', hostile],
      [hostile],
      ['--extras', hostile],
      ['--algorithm', hostile],
      ['--max-entries', hostile],
    ]) {
      const { screen } = onTerminal(args, { env });
      expect(screen.replaceAll('\r\n', '\n')).not.toMatch(CONTROLS);
      expect(screen).not.toContain('\u202e');
    }
    // A bar moves the cursor, but not as a name says.
    const bar = onTerminal([large], { env }).screen;
    expect(bar).toContain('\\x1b]0;\\x07\\u009b31m');
    expect(bar).not.toMatch(/\x1b\]|\x07|\x9b/);
  });
});
