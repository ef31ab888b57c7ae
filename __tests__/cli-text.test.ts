import { clock, count, duration, plain, size } from '../lib/cli/text';

test.each([
  ['plain', 'plain'],
  ['\x1b[31m\n\x7f', '\\x1b[31m\\x0a\\x7f'],
  ['\x9b\u2028\u202e\ufeff', '\\u009b\\u2028\\u202e\\ufeff'],
  ['\ud800', '\\ud800'],
  ['\u{e0001}', '\\U000e0001'],
  ['é \ufffd 漢字 🙂', 'é \ufffd 漢字 🙂'],
])('%j is printed as %j', (text, expected) => {
  expect(plain(text)).toBe(expected);
});

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [1234567, '1,234,567'],
])('%d counts as %s', (number, expected) => {
  expect(count(number)).toBe(expected);
});

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1000, '1.0 kB'],
  [99_949, '99.9 kB'],
  [99_950, '100 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [2 ** 53 - 1, '9.0 PB'],
])('%d bytes are %s', (bytes, expected) => {
  expect(size(bytes)).toBe(expected);
});

test.each([
  [0.0014, '0.001 s'],
  [0.1, '0.1 s'],
  [9.96, '10 s'],
  [59.6, '1 min 0 s'],
  [3599.6, '1 h 0 min'],
  [7380, '2 h 3 min'],
])('%d seconds are %s', (seconds, expected) => {
  expect(duration(seconds)).toBe(expected);
});

test.each([
  [3, '0:03'],
  [83, '1:23'],
  [3723, '1:02:03'],
])('%d seconds on the clock are %s', (seconds, expected) => {
  expect(clock(seconds)).toBe(expected);
});
