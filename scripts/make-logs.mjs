// Writes testdata/logs: ten logs in Apache's combined format and their sha1sum.txt, in which the
// digest of httpd-08.log is wrong on purpose. The same bytes every time: `node scripts/make-logs.mjs`
// leaves no diff. Only documentation addresses (RFC 5737) and names (RFC 2606) occur.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';

const directory = new URL('../testdata/logs/', import.meta.url);
const firstDay = Date.UTC(2020, 6, 1);

const networks = ['192.0.2', '198.51.100', '203.0.113'];
const users = ['-', '-', '-', '-', '-', '-', 'frank', 'miki'];
const requests = [
  ['GET / HTTP/1.1', 200],
  ['GET /index.html HTTP/1.1', 200],
  ['GET /images/gopher.png HTTP/1.1', 304],
  ['GET /blog/extending-typescript-with-go HTTP/1.1', 200],
  ['GET /static/app.js?v=3 HTTP/1.1', 200],
  ['GET /old-page HTTP/1.0', 301],
  ['GET /favicon.ico HTTP/1.1', 404],
  ['POST /api/verify HTTP/1.1', 201],
  ['HEAD /health HTTP/1.1', 200],
  ['POST /api/login HTTP/1.1', 401],
  ['GET /api/report?day=yesterday HTTP/1.1', 500],
];
const referers = ['-', '-', 'https://example.com/', 'https://www.example.org/search?q=checksums'];
const agents = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:78.0) Gecko/20100101 Firefox/78.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_5) AppleWebKit/605.1.15 Version/13.1 Safari/605.1.15',
  'curl/7.68.0',
  'Go-http-client/1.1',
];

/** mulberry32: integers below `limit`, always the same ones for the same seed. */
function seededRandom(seed) {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) % limit;
  };
}

/** 01/Jul/2020:00:00:07 +0000 */
function timestamp(milliseconds) {
  const [, day, month, year, time] = new Date(milliseconds).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}

function logLines(number) {
  const random = seededRandom(number + 1);
  const pick = (list) => list[random(list.length)];
  let now = firstDay + number * 86_400_000;
  return Array.from({ length: 110 + random(70) }, () => {
    now += 1000 + random(400_000);
    const address = `${pick(networks)}.${1 + random(254)}`;
    const [request, status] = pick(requests);
    const bytes = status === 304 ? '-' : 200 + random(40_000);
    return `${address} - ${pick(users)} [${timestamp(now)}] "${request}" ${status} ${bytes} "${pick(referers)}" "${pick(agents)}"\n`;
  });
}

const sha1 = (text) => createHash('sha1').update(text).digest('hex');

mkdirSync(directory, { recursive: true });
let list = '';
for (let number = 0; number < 10; number++) {
  const name = `httpd-0${number}.log`;
  const lines = logLines(number);
  writeFileSync(new URL(name, directory), lines.join(''));
  // Wrong on purpose: as if the digest had been taken before the last line was written.
  const digested = number === 8 ? lines.slice(0, -1) : lines;
  list += `${sha1(digested.join(''))}  ${name}\n`;
}
writeFileSync(new URL('sha1sum.txt', directory), list);
