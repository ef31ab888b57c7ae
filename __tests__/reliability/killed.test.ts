/** kill -9 in the middle of createManifest. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mostTime, times } from '../support/long';
import { root } from '../support/paths';
import { sha1, tree } from '../support/tree';

jest.setTimeout(mostTime(30_000));

test('leaves the old list or the whole new one', async () => {
  const names = Array.from({ length: 500 }, (_, i) => String(i));
  const directory = tree(Object.fromEntries(names.map((name) => [`files/${name}`, `${name}\n`])));
  const place = tree({ list: '' });
  const list = path.join(place, 'list');
  const whole = names
    .sort()
    .map((name) => `${sha1(`${name}\n`)}  ${name}\n`)
    .join('');
  const script = `
    const { createManifest } = require(${JSON.stringify(root)});
    (async () => {
      const [files, manifest] = process.argv.slice(1);
      process.stdout.write('begins');
      for (;;) await createManifest(files, { manifest, algorithm: 'sha1' });
    })();`;
  const seen = new Set<string>();
  for (let run = 0; run < times(4, 200); run++) {
    writeFileSync(list, 'the old one');
    const args = ['-e', script, path.join(directory, 'files'), list];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await sleep(Math.random() * 60);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const text = readFileSync(list, 'utf8');
    seen.add(text === whole ? 'new' : text === 'the old one' ? 'old' : text);
    const others = readdirSync(place).filter((name) => name !== 'list');
    expect(others.filter((name) => !/^\.list\.\w+\.tmp$/.test(name))).toEqual([]);
  }
  expect([...seen].filter((list) => list !== 'new' && list !== 'old')).toEqual([]);
});
