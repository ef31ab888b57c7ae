/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Most tests wait for processes that they have started.
  maxWorkers: '100%',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', {}] },
};
