import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const file = new URL('../../testdata/vectors/checks.json', import.meta.url);

/** The directories of testdata/vectors/checks.json as cases (see trees.mjs), made beneath `parent`. */
export function vectorCases(parent) {
  return JSON.parse(readFileSync(file, 'utf8')).cases.map((vector, i) =>
    toCase(path.join(parent, `vector-${i}`), vector),
  );
}

function toCase(parent, { name, tree, list, listBase64, failures, error }) {
  const directory = path.join(parent, 'root');
  const fill = (text) => text.replaceAll('{root}', directory).replaceAll('{parent}', parent);
  build(parent, directory, tree);
  const manifest = path.join(directory, 'sha1sum.txt');
  if (list !== undefined) writeFileSync(manifest, list);
  if (listBase64 !== undefined) writeFileSync(manifest, Buffer.from(listBase64, 'base64'));
  const common = { name: `vector: ${name}`, directory, options: {} };
  if (error) {
    const { code } = error;
    return { ...common, error: { code, path: fill(error.path) }, verify: fill(error.message) };
  }
  const told = failures.map((failure) => ({ ...failure, message: fill(failure.message) }));
  const readable = list !== undefined || listBase64 !== undefined;
  return {
    ...common,
    failures: told,
    remarks: [],
    verify: told.map(({ message }) => message).join('\n') || null,
    ...(readable && { list: manifest }),
  };
}

function build(parent, directory, tree) {
  mkdirSync(path.join(parent, 'outside'), { recursive: true });
  writeFileSync(path.join(parent, 'outside/secret'), 'hello\n');
  mkdirSync(directory);
  for (const [name, node] of Object.entries(tree)) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    if ('content' in node) writeFileSync(file, node.content);
    else if ('link' in node) symlinkSync(node.link, file);
    else execFileSync('mkfifo', [file]);
  }
}
