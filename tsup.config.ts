import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['lib/index.ts'],
  format: ['cjs', 'esm'],
  target: 'node20',
  dts: true,
  clean: true,
  shims: true,
});
