/** Tests run from the sources: no build, and the line of a failure is the line in the file. */
export default {
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/tests', '<rootDir>/scripts'],
  testMatch: ['**/*.{unit,int,e2e,browser}.test.ts', '**/*.unit.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.data/'],
  modulePathIgnorePatterns: ['/dist/', '/.data/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest/strip-types.ts', '\\.tsx$': '<rootDir>/scripts/jest/compile-tsx.ts' },
  moduleNameMapper: { '\\.css$': '<rootDir>/scripts/jest/no-styles.mjs' },
  testSequencer: '<rootDir>/scripts/jest/longest-first.ts',
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  // for machines that are slow or busy: whatever waits has a limit of its own
  testTimeout: 90_000,
  maxWorkers: 2
}
