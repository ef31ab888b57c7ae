// `npm run repl`: a TypeScript prompt with the library at hand. docs/repl.md is a tour of it.
import path from 'node:path';
import { start } from 'node:repl';
import koffi from 'koffi';
import { create, createRepl } from 'ts-node';
import * as checksig from '../lib/index';

// Lines are transpiled and not type-checked: the globals below have no declarations.
const typescript = createRepl();
typescript.setService(
  create({
    ...typescript.evalAwarePartialHost,
    transpileOnly: true,
    experimentalReplAwait: true,
    compilerOptions: { target: 'es2022', module: 'commonjs', moduleResolution: 'node10' },
  }),
);

const { context } = start({
  eval: (...line) => typescript.nodeEval(...line),
  ignoreUndefined: true,
  useGlobal: true,
});
Object.assign(context, {
  ...checksig,
  checksig,
  koffi,
  library: path.resolve(__dirname, '../build/_checksig.so'),
  // An `import` that is typed at the prompt compiles to code which wants it.
  exports: {},
});
