/** Kills, freezes and measures what recovers, for which it needs the machine to itself. */
const ALONE = '/test/faults/smoke.spec.ts';

/** Jest 30 on native ESM; @swc/jest compiles because decorators need metadata, which Node's own type stripping cannot emit. */
const project = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Its ES modules import JSON in a way that Jest warns of, once for each test file.
    '^libphonenumber-js/max$': '<rootDir>/node_modules/libphonenumber-js/max/index.cjs',
  },
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'import', 'default'] },
  globalSetup: '<rootDir>/scripts/jest-global-setup.mjs',
  globalTeardown: '<rootDir>/scripts/jest-global-teardown.mjs',
  setupFiles: ['<rootDir>/libs/testing/src/jest.setup.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.pulse'],
};

export default {
  projects: [
    { ...project, testMatch: ['<rootDir>/{services,libs,apps,test}/**/*.spec.ts'], testPathIgnorePatterns: [ALONE] },
    // Jest lets one runner begin when the other has ended; options of its own make it another one.
    { ...project, testMatch: [`<rootDir>${ALONE}`], runner: ['jest-runner', { alone: true }] },
  ],
  maxWorkers: 2,
  workerIdleMemoryLimit: '400MB',
  testTimeout: 60_000,
};
