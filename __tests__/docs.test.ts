/** That docs/api.md names all that the sources have, and that the examples of the documents compile. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { CHECK_SPECS, CREATE_SPECS, type OptionSpec } from '../lib/cli/options';
import { kebab } from '../lib/cli/text';
import { root } from './support/paths';

const read = (name: string) => readFileSync(path.join(root, name), 'utf8');

const INDEX = path.join(root, 'lib/index.ts');

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2022.d.ts', 'lib.es2024.string.d.ts'],
  module: ts.ModuleKind.NodeNext,
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  esModuleInterop: true,
  skipLibCheck: true,
  noEmit: true,
  baseUrl: root,
  paths: { checksig: ['lib/index.ts'] },
};

/** The blocks of TypeScript in the documents, by a name of their own. */
const blocks = new Map(
  ['README.md', 'docs/api.md'].flatMap((document) =>
    [...read(document).matchAll(/^```ts\n([^]*?)^```$/gm)].map(
      ([, source = ''], i) =>
        [path.join(root, `${path.basename(document)}-${i + 1}.mts`), source] as const,
    ),
  ),
);

let program: ts.Program;
let checker: ts.TypeChecker;
let exported: ts.Symbol[];

beforeAll(() => {
  const host = ts.createCompilerHost(OPTIONS);
  host.fileExists = (name) => blocks.has(name) || ts.sys.fileExists(name);
  host.readFile = (name) => blocks.get(name) ?? ts.sys.readFile(name);
  host.getSourceFile = (name, options) => {
    const text = host.readFile(name);
    return text === undefined ? undefined : ts.createSourceFile(name, text, options);
  };
  program = ts.createProgram([INDEX, ...blocks.keys()], OPTIONS, host);
  checker = program.getTypeChecker();
  const index = checker.getSymbolAtLocation(program.getSourceFile(INDEX) as ts.SourceFile);
  exported = checker.getExportsOfModule(index as ts.Symbol).map(declared);
}, 120_000);

const declared = (symbol: ts.Symbol) =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

function typeNamed(name: string): ts.Type {
  const symbol = exported.find((symbol) => symbol.name === name);
  if (!symbol) throw new Error(`lib/index.ts does not export ${name}`);
  return checker.getDeclaredTypeOfSymbol(symbol);
}

/** The strings of a union. */
function literals(name: string): string[] {
  const type = typeNamed(name);
  if (!type.isUnion()) throw new Error(`${name} is no union`);
  return type.types.map((type) => (type as ts.StringLiteralType).value);
}

/** A section of docs/api.md. */
function section(heading: string): string {
  const [, text] = read('docs/api.md').split(`\n## ${heading}\n`);
  if (text === undefined) throw new Error(`docs/api.md has no section ${heading}`);
  return text.split('\n## ')[0] ?? '';
}

/** The rows of a section's tables, by what their first cell has in backquotes. */
const rows = (heading: string) =>
  new Map(
    [...section(heading).matchAll(/^\| `([^`]+)` .*$/gm)].map(([row, name = '']) => [name, row]),
  );

test.each([
  ['CheckOptions', 'check'],
  ['CreateOptions', 'createManifest'],
  ['ParseOptions', 'parseManifest and formatManifest'],
  ['FormatOptions', 'parseManifest and formatManifest'],
])('every option of %s has a row, with its default', (name, heading) => {
  const documented = rows(heading);
  const options = typeNamed(name).getProperties();
  expect([...documented.keys()]).toEqual(
    expect.arrayContaining(options.map((option) => option.name)),
  );
  const wrong = options.filter((option) => {
    const [tag] = option.getJsDocTags(checker).filter((tag) => tag.name === 'default');
    const [value] = /^('[^']*'|\d+)/.exec(ts.displayPartsToString(tag?.text)) ?? [];
    return value !== undefined && !documented.get(option.name)?.includes(`\`${value}\``);
  });
  expect(wrong.map((option) => option.name)).toEqual([]);
});

test('no option has a row that does not exist', () => {
  const names = (name: string) =>
    typeNamed(name)
      .getProperties()
      .map((option) => option.name)
      .sort();
  expect([...rows('check').keys()].sort()).toEqual(names('CheckOptions'));
  expect([...rows('createManifest').keys()].sort()).toEqual(names('CreateOptions'));
});

test('every status has a row, and nothing else has', () => {
  expect([...rows('Verdicts').keys()].sort()).toEqual(literals('Status').sort());
});

test('every property of a report has a row', () => {
  const names = typeNamed('Report')
    .getProperties()
    .map((property) => property.name);
  expect([...rows('The report').keys()].sort()).toEqual(names.sort());
});

test('every code has a row, and nothing else has', () => {
  expect([...rows('Errors').keys()].sort()).toEqual(literals('ChecksigErrorCode').sort());
});

test('every function, class and constant is told of', () => {
  const values = exported.filter((symbol) => symbol.flags & ts.SymbolFlags.Value);
  const text = read('docs/api.md');
  expect(values.length).toBeGreaterThan(5);
  expect(values.filter(({ name }) => !text.includes(`\`${name}`))).toEqual([]);
});

test.each([
  ['check', CHECK_SPECS],
  ['create', CREATE_SPECS],
])('docs/cli.md tells of every option of %s', (command, specs) => {
  const [, text = ''] = read('docs/cli.md').split(`\n## checksig ${command}\n`);
  const flags = Object.entries<OptionSpec>(specs).map(
    ([name, { negated }]) => `--${negated ? 'no-' : ''}${kebab(name)}`,
  );
  const [part = ''] = text.split('\n## ');
  expect(flags.filter((flag) => !part.includes(`\`${flag}`))).toEqual([]);
});

test('every example compiles', () => {
  const examples = [...blocks.keys()];
  expect(examples.length).toBeGreaterThan(10);
  const found = examples.flatMap((name) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  });
  const told = found.map(({ file, messageText }) => {
    return `${path.basename(file?.fileName ?? '')}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
  expect(told).toEqual([]);
});
