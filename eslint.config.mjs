import eslint from '@eslint/js';
import jest from 'eslint-plugin-jest';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['build/', 'dist/', 'prebuilds/', 'coverage/', 'native/'] },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
  },
  // `import x = require()` is the counterpart of `export =`.
  {
    files: ['lib/whole.ts'],
    rules: { '@typescript-eslint/no-require-imports': ['error', { allowAsImport: true }] },
  },
  // What is loaded only when it is needed; `createRequire` takes 0.4 ms of the first call.
  {
    files: ['lib/native.ts', 'lib/library.ts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        module: 'writable',
        require: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        AbortController: 'readonly',
        performance: 'readonly',
      },
    },
  },
  { files: ['__tests__/**/*.ts'], ...jest.configs['flat/recommended'] },
  {
    files: ['__tests__/**/*.ts'],
    rules: {
      'jest/no-standalone-expect': ['error', { additionalTestBlockFunctions: ['testBeside'] }],
    },
  },
  // The frontier (docs/architecture.md): koffi is lib/native.ts's business alone.
  {
    files: ['lib/**/*.ts'],
    ignores: ['lib/native.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: ['koffi'] }] },
  },
  prettier,
);
