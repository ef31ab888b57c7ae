/** What a run is made in: the machine, the tools, who is present. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { chosen } from './contenders/index.mjs';
import { useMeter } from './meter.mjs';
import { goModule } from './paths.mjs';
import { execute } from './processes.mjs';

/** Builds the Go programs and finds out who takes part. */
export async function surroundings(options) {
  const bin = path.join(options.data, 'bin');
  const scratch = path.join(options.data, 'scratch');
  for (const directory of [bin, scratch]) mkdirSync(directory, { recursive: true });
  const contenders = [];
  for (const contender of chosen(options.contenders)) {
    contenders.push({ ...contender, ...(await presence(contender)) });
  }
  return {
    options,
    contenders,
    programs: await buildPrograms(bin),
    meter: useMeter(path.join(bin, 'meter'), scratch),
    machine: [
      `${os.availableParallelism()} cores of ${os.cpus()[0].model.trim()}`,
      `${(os.totalmem() / 2 ** 30).toFixed(0)} GiB`,
      `Linux ${os.release()}`,
      `Node ${process.versions.node}`,
      (await execute('go', ['version'])).stdout.trim().replace('go version go', 'Go '),
    ],
  };
}

/** Of a package in bench/node_modules; undefined if it is not there. */
function versionOf(packageName) {
  const file = new URL(`node_modules/${packageName}/package.json`, import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined;
}

/** Which version of a contender is there, or why it is absent. */
async function presence({ needs, version, package: packageName }) {
  if (packageName) {
    const installed = versionOf(packageName);
    return installed
      ? { found: `${packageName} ${installed}` }
      : { absent: 'absent: bench/install.sh installs it' };
  }
  if (!version) return {};
  try {
    const [command, ...args] = version;
    const { stdout, stderr } = await execute(command, args);
    const text = (stdout || stderr).split('\n')[0].trim();
    return { found: /^[\d.]+$/.test(text) ? `${needs} ${text}` : text };
  } catch {
    return { absent: `absent: there is no ${needs}; bench/install.sh installs it` };
  }
}

/**
 * @returns the paths of the Go programs; undefined for one whose modules cannot be had
 * @throws if the meter cannot be built: nothing goes without it
 */
async function buildPrograms(bin) {
  const programs = {};
  for (const name of ['meter', 'account', 'service']) {
    try {
      // The engine's modules may be newer than those that go.sum here knows.
      await execute('go', ['build', '-mod=mod', '-o', `${bin}/`, `./${name}`], { cwd: goModule });
      programs[name] = path.join(bin, name);
    } catch (error) {
      if (name === 'meter') throw error;
      console.error(`bench/go/${name} cannot be built:\n${error.stderr}`);
    }
  }
  return programs;
}
