import { defineConfig } from 'tsup';

export default defineConfig([
  {
    entry: ['lib/index.ts'],
    format: ['cjs'],
    target: 'node20',
    dts: true,
  },
  {
    entry: ['lib/whole.ts'],
    format: ['cjs'],
    target: 'node20',
    external: ['./index.js'],
  },
  {
    entry: ['lib/index.mts'],
    format: ['esm'],
    target: 'node20',
    dts: { entry: { index: 'lib/types.mts' } },
    external: ['./index.js', './whole.js'],
  },
  {
    entry: { cli: 'lib/cli/main.ts' },
    format: ['cjs'],
    target: 'node20',
  },
]);
