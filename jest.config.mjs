/** Tests run from the sources: no build, and the line of a failure is the line in the file. */
const ignored = ['/node_modules/', '/dist/', '/.data/']

/** What runs in Node, or needs nothing from a browser, is tested in Node itself. */
const node = {
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/tests', '<rootDir>/scripts'],
  testMatch: ['**/*.{unit,int,e2e,browser}.test.ts'],
  testPathIgnorePatterns: ignored,
  modulePathIgnorePatterns: ignored,
  runtime: '<rootDir>/scripts/jest/node-runtime.ts',
  testEnvironment: '<rootDir>/scripts/jest/node-environment.ts',
  transform: {}
}

/** Code that needs a document, or a page's clock, is compiled as for a browser. */
const web = {
  roots: ['<rootDir>/services/inbox-web', '<rootDir>/services/webchat-widget'],
  testMatch: ['**/*.unit.test.tsx'],
  testPathIgnorePatterns: ignored,
  modulePathIgnorePatterns: ignored,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest/strip-types.ts', '\\.tsx$': '<rootDir>/scripts/jest/compile-tsx.ts' },
  moduleNameMapper: { '\\.css$': '<rootDir>/scripts/jest/no-styles.mjs' },
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] }
}

export default {
  projects: [node, web],
  testSequencer: '<rootDir>/scripts/jest/test-order.ts',
  // generous, for slow or busy machines: whatever waits has its own time-out
  testTimeout: 90_000,
  maxWorkers: 2,
  // modules loaded for a file stay in memory: a worker that has grown is replaced
  workerIdleMemoryLimit: '1GB',
  // a worker that ends holds nothing open, but giving back so much memory takes longer than jest’s half a second
  workerGracefulExitTimeout: 10_000
}
