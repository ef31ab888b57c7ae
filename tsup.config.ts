import { defineConfig } from 'tsup';

export default defineConfig([
  {
    entry: ['lib/index.ts'],
    format: ['cjs'],
    target: 'node20',
    dts: true,
  },
  {
    entry: ['lib/index.mts'],
    format: ['esm'],
    target: 'node20',
    dts: true,
    external: ['./index.js'],
  },
  {
    entry: { cli: 'lib/cli/main.ts' },
    format: ['cjs'],
    target: 'node20',
  },
]);
