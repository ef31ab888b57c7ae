import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkSignatures, verify } from '../lib';
import { badLogs, goodLogs, mismatch } from './support/logs';
import { root } from './support/paths';
import { temporaryDirectory } from './support/temp';

describe.each([
  ['checkSignatures', checkSignatures],
  ['verify', verify],
])('%s', (_, call) => {
  test.each([
    ['a number', 5],
    ['an address as a BigInt', 5n],
    ['null', null],
    ['nothing', undefined],
    ['an array', ['/tmp']],
    ['an object', { toString: () => '/tmp' }],
    ['bytes', Buffer.from('/tmp')],
    ['an empty string', ''],
    ['a NUL', '/tmp\0/logs'],
    ['a lone surrogate', '/tmp/\ud800'],
  ])('refuses %s', async (_, value) => {
    await expect(call(value as string)).rejects.toThrow(TypeError);
    await expect(call(value as string)).rejects.toThrow(/^rootDir: expected /);
  });
});

test('a directory in which one file does not match', async () => {
  const logs = badLogs();
  await expect(checkSignatures(logs)).rejects.toMatchObject({
    name: 'ChecksigError',
    code: 'CHECK_FAILED',
    message: mismatch(logs),
    failures: [
      {
        path: 'httpd-08.log',
        reason: 'mismatch',
        expected: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
        actual: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
        line: 9,
      },
    ],
  });
});

test('a directory in which all files match', async () => {
  const logs = goodLogs();
  await expect(checkSignatures(logs)).resolves.toBeUndefined();
  await expect(verify(logs)).resolves.toBeNull();
});

test('a directory relative to the working directory', async () => {
  const logs = path.relative(process.cwd(), badLogs());
  await expect(verify(logs)).resolves.toBe(mismatch(logs.replace(/\/$/, '')));
});

test('a path that is no directory', async () => {
  const file = path.join(root, 'package.json');
  await expect(checkSignatures(file)).rejects.toMatchObject({ code: 'NO_DIRECTORY', path: file });
  const gone = path.join(temporaryDirectory(), 'gone');
  await expect(checkSignatures(gone)).rejects.toMatchObject({ code: 'NO_DIRECTORY', path: gone });
});

test('many checks at once, each with its own answer', async () => {
  const directories = Array.from({ length: 40 }, (_, i) => (i % 2 ? goodLogs() : badLogs()));
  const answers = await Promise.allSettled(directories.map((logs) => checkSignatures(logs)));
  expect(answers.map(({ status }) => status)).toEqual(
    directories.map((_, i) => (i % 2 ? 'fulfilled' : 'rejected')),
  );
  const messages = await Promise.all(directories.map((logs) => verify(logs)));
  expect(messages).toEqual(directories.map((logs, i) => (i % 2 ? null : mismatch(logs))));
});

test('twelve thousand failures are all told, and a hundred of them in the message', async () => {
  const directory = temporaryDirectory();
  const names = Array.from({ length: 12_000 }, (_, i) => `gone-${i}`);
  const lines = names.map((name) => `${'0'.repeat(40)}  ${name}\n`);
  writeFileSync(path.join(directory, 'sha1sum.txt'), lines.join(''));
  const error = (await checkSignatures(directory).catch((error: unknown) => error)) as {
    message: string;
    failures: { path: string }[];
  };
  expect(error.failures.map((failure) => failure.path)).toEqual(names);
  expect(error.message.split('\n')).toHaveLength(101);
  expect(error.message).toMatch(/and 11900 more$/);
  expect((await verify(directory))?.split('\n')).toHaveLength(12_000);
});

// The article's own logs lie beside the project where it is developed.
const article = path.join(root, '../shared/testdata/logs');
const testBeside = existsSync(article) ? test : test.skip;
testBeside("the article's ten logs", async () => {
  await expect(checkSignatures(article)).rejects.toMatchObject({
    code: 'CHECK_FAILED',
    failures: [
      {
        path: 'httpd-08.log',
        reason: 'mismatch',
        expected: 'feaf526473cb2887781f4904bd26f021a91ee9eb',
        line: 9,
      },
    ],
  });
  await expect(verify(article)).resolves.toBe(mismatch(article));
});
