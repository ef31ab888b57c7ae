/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  // Most tests wait for processes that they have started.
  maxWorkers: '100%',
  // What takes longer hangs; on a busy machine a process may wait seconds for a processor.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', {}] },
};
