// Verifies upload directories over HTTP: node examples/service.mjs BASE [PORT]
//
//   curl -X POST 'http://127.0.0.1:8080/verify?dir=42'
//
// verifies the directory 42 beneath BASE against its checksum list. The answer is NDJSON: a verdict
// a line, as it happens, and at last {"report": …}, or {"error": …} if the check broke off. Where
// there is no answer at all the HTTP status says so. Who goes away stops the check.

import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import http from 'node:http';
import path from 'node:path';

import { ChecksigError, checkEach } from '../dist/index.mjs';

/** What strangers may upload: lists that can be trusted, of a size that can be borne. */
const POLICY = {
  extras: 'fail',
  symlinks: 'refuse',
  allowedAlgorithms: ['sha256', 'sha384', 'sha512', 'blake2b', 'blake3'],
  maxEntries: 1_000_000,
  maxManifestBytes: 100_000_000,
};

const STATUSES = {
  NO_DIRECTORY: 404,
  NO_MANIFEST: 404,
  AMBIGUOUS_MANIFEST: 422,
  BAD_MANIFEST: 422,
  ALGORITHM_REFUSED: 422,
  LIMIT_EXCEEDED: 422,
};

const [baseArgument, port = '8080'] = process.argv.slice(2);
if (baseArgument === undefined) {
  console.error('usage: node examples/service.mjs BASE [PORT]');
  process.exit(2);
}
const base = await realpath(baseArgument);

/** The directory of that name beneath the base; undefined if it is none, or leads out. */
async function uploadNamed(name) {
  if (name.includes('\0')) return undefined;
  // realpath resolves every `..` and every link: what it returns is where the name leads.
  const directory = await realpath(path.join(base, name)).catch(() => undefined);
  return directory?.startsWith(base + path.sep) ? directory : undefined;
}

async function verify(request, response) {
  const url = new URL(request.url, 'http://service');
  if (request.method !== 'POST' || url.pathname !== '/verify') {
    return refuse(response, 404, 'expected POST /verify?dir=NAME');
  }
  const directory = await uploadNamed(url.searchParams.get('dir') ?? '');
  if (directory === undefined) return refuse(response, 404, 'no such upload');

  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const verdicts = checkEach(directory, { ...POLICY, signal: gone.signal });
  try {
    for await (const verdict of verdicts) await send(response, verdict, gone.signal);
    await send(response, { report: verdicts.report }, gone.signal);
    response.end();
  } catch (error) {
    if (gone.signal.aborted) return;
    if (!(error instanceof ChecksigError)) throw error;
    const { code } = error;
    if (!response.headersSent) return refuse(response, STATUSES[code] ?? 500, code);
    response.end(line({ error: { code } }));
  }
}

/** Sends a line, and waits where the client is slower than the check, which then waits too. */
async function send(response, value, signal) {
  if (!response.headersSent) {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  }
  if (!response.write(line(value))) await once(response, 'drain', { signal });
}

/** A line of JSON; the bytes of a name that is not UTF-8 are in hexadecimal digits. */
function line(value) {
  const spell = (_, part) =>
    part instanceof Uint8Array ? Buffer.from(part).toString('hex') : part;
  return `${JSON.stringify(value, spell)}\n`;
}

function refuse(response, status, error) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(line({ error }));
}

const server = http.createServer((request, response) => {
  verify(request, response).catch((error) => {
    console.error(error);
    response.destroy();
  });
});
server.listen(Number(port), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
