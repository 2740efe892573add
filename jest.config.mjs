/** Tests run from the sources: no build, and the line of a failure is the line in the file. */
const ignored = ['/node_modules/', '/dist/', '/.data/']
const WEB = ['/services/inbox-web/', '/services/webchat-widget/']

/** What runs in Node is tested in Node itself. */
const node = {
  roots: ['<rootDir>/libs', '<rootDir>/services', '<rootDir>/tests', '<rootDir>/scripts'],
  testMatch: ['**/*.{unit,int,e2e,browser}.test.ts'],
  testPathIgnorePatterns: [...ignored, ...WEB],
  modulePathIgnorePatterns: ignored,
  runtime: '<rootDir>/scripts/jest/node-runtime.ts',
  testEnvironment: '<rootDir>/scripts/jest/node-environment.ts',
  transform: {}
}

/** What runs in a browser is compiled as for one, and may have a document. */
const web = {
  roots: WEB.map(folder => `<rootDir>${folder}`),
  testMatch: ['**/*.unit.test.{ts,tsx}'],
  testPathIgnorePatterns: ignored,
  modulePathIgnorePatterns: ignored,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest/strip-types.ts', '\\.tsx$': '<rootDir>/scripts/jest/compile-tsx.ts' },
  moduleNameMapper: { '\\.css$': '<rootDir>/scripts/jest/no-styles.mjs' },
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] }
}

export default {
  projects: [node, web],
  testSequencer: '<rootDir>/scripts/jest/longest-first.ts',
  // for machines that are slow or busy: whatever waits has a limit of its own
  testTimeout: 90_000,
  maxWorkers: 2,
  // modules that were loaded for a file stay: a worker that has grown ends, and another one goes on
  workerIdleMemoryLimit: '1GB'
}
