/**
 * Who may import whom: the table of rooms in CONTRIBUTING.md as data. Every rule has a planted violation in
 * test/architecture/import-rules.violations.ts, which a test shows to be caught by this very file.
 */

/** Which other libraries a library may import. */
const LIBRARIES = {
  kernel: [],
  contracts: ['kernel'],
  database: ['kernel'],
  // Its launcher migrates the database before it starts the service.
  embedded: ['kernel', 'database'],
  messaging: ['kernel', 'contracts', 'database'],
  platform: ['kernel', 'contracts'],
  testing: ['kernel', 'contracts', 'database', 'embedded', 'messaging', 'platform'],
};

const FOR_SERVICES = ['kernel', 'contracts', 'database', 'messaging', 'platform'];
const FOR_APPS = ['kernel', 'contracts'];

const OURS = '^(libs|services|apps|bench|bin|deploy|faults|fuzz|scripts|test)/';
const TEST_CODE = ['\\.spec\\.ts$', '^services/[^/]+/test/', '^libs/testing/', '^test/'];
const RULES_FILES = '^services/([^/]+)/src/.*(rules/|\\.errors\\.ts$)';

const library = (names) => `^libs/(${names.join('|')})/`;
const packages = (...names) => `(^|/)node_modules/(${names.join('|')})/`;
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const libraries = Object.entries(LIBRARIES).map(([name, others]) =>
  forbid(
    `lib-${name}`,
    `libs/${name} may import ${others.length === 0 ? 'no other room' : others.join(', ')}; its tests may use libs/testing.`,
    { path: `^libs/${name}/` },
    { path: OURS, pathNot: library([name, 'testing', ...others]) },
  ),
);

const kernel = forbid(
  'kernel-is-pure',
  'The kernel is arithmetic and words: no framework, no input or output.',
  { path: '^libs/kernel/src/', pathNot: TEST_CODE },
  { pathNot: ['^libs/kernel/', packages('uuid')] },
);

const services = [
  forbid(
    'rules-are-pure',
    'Rules decide without framework, database or clock: they import the kernel and other rules only.',
    { path: RULES_FILES, pathNot: TEST_CODE },
    { pathNot: [library(['kernel']), '^services/$1/src/.*(rules/|\\.errors\\.ts$)'] },
  ),
  forbid(
    'services-stay-apart',
    'A context publishes events and an HTTP interface; nobody imports its code.',
    { path: '^services/([^/]+)/' },
    { path: '^services/', pathNot: '^services/$1/' },
  ),
  forbid(
    'services-stand-on-libraries',
    'A service imports its own context and the libraries that are there at run time.',
    { path: '^services/', pathNot: TEST_CODE },
    { path: OURS, pathNot: ['^services/', library(FOR_SERVICES), library(['testing'])] },
  ),
  forbid(
    'apps-speak-http',
    'An app is a client: kernel and contracts, and the rest by HTTP.',
    { path: '^apps/([^/]+)/' },
    { path: OURS, pathNot: ['^apps/$1/', library(FOR_APPS)] },
  ),
];

const doors = [
  forbid(
    'library-has-one-door',
    'A library is what its index.ts exports. Generators in scripts/ look into the library whose files they write.',
    { path: '^(libs/[^/]+|services|apps|bench|bin|faults|fuzz|test)/' },
    { path: '^libs/', pathNot: ['^$1/', '^libs/[^/]+/src/index\\.ts$', '^libs/[^/]+/package\\.json$'] },
  ),
  forbid(
    'library-by-name',
    'Write #libs/<name>: it works the same in tsc, Node, Jest and the build.',
    { path: '^(libs/[^/]+|services|apps|bench|faults|fuzz|test)/' },
    { path: '^libs/', pathNot: '^$1/', dependencyTypesNot: ['aliased'] },
  ),
  forbid(
    'nats-behind-messaging',
    'One module knows the NATS client, so that it can be replaced in one place.',
    { pathNot: ['^libs/messaging/src/jetstream/', ...TEST_CODE] },
    { path: packages('nats', '@nats-io/[^/]+') },
  ),
  forbid(
    'driver-behind-database',
    'Connections are opened, limited and counted in libs/database. A person at the db-shell has one of their own.',
    { pathNot: ['^libs/database/', '^bin/db-shell\\.mjs$', ...TEST_CODE] },
    { path: packages('postgres', 'drizzle-orm/postgres-js') },
  ),
  forbid(
    'tables-in-schema-files',
    'A table is declared in a *.schema.ts file, where the migrations look for it.',
    { pathNot: ['^libs/database/', '\\.schema\\.ts$', ...TEST_CODE] },
    { path: packages('drizzle-orm/pg-core') },
  ),
];

const everywhere = [
  forbid('no-circular', 'Two modules that need each other are one, or need a third.', {}, { circular: true }),
  forbid(
    'no-unresolvable',
    'An import that leads nowhere. What is imported from dist is there after a build only.',
    {},
    { couldNotResolve: true, pathNot: '(^|/)dist/' },
  ),
  forbid(
    'no-undeclared-package',
    'A package that is not in package.json is there by luck.',
    { path: OURS },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  ),
  forbid(
    'no-test-code-in-src',
    'What runs in production does not import tests or what tests are built from.',
    { path: '^(libs|services|apps)/[^/]+/src/', pathNot: TEST_CODE },
    { path: TEST_CODE },
  ),
  forbid(
    'no-dev-package-in-src',
    'The image is installed without development packages.',
    { path: '^(libs|services|apps)/[^/]+/src/', pathNot: TEST_CODE },
    { dependencyTypes: ['npm-dev'] },
  ),
];

export default {
  forbidden: [...libraries, kernel, ...services, ...doors, ...everywhere],
  options: {
    // Imports of types bind rooms together as well.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^test/architecture/planted/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
