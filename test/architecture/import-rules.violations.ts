/** One wrong import: `file` imports `imports`, and the rule called `rule` must say so. */
export interface Violation {
  rule: string;
  file: string;
  imports: string;
}

/** A tree in which every import is allowed; each planted file is added beside these. */
export const GOOD_TREE: Readonly<Record<string, readonly string[]>> = {
  'libs/kernel/src/index.ts': ['uuid'],
  'libs/contracts/src/index.ts': ['#libs/kernel'],
  'libs/database/src/index.ts': ['#libs/kernel', 'postgres', 'drizzle-orm/postgres-js'],
  'libs/database/src/inner.ts': ['drizzle-orm'],
  'libs/embedded/src/index.ts': ['#libs/kernel', 'node:child_process'],
  'libs/messaging/src/index.ts': ['#libs/kernel', '#libs/contracts', '#libs/database', './jetstream/connect.js'],
  'libs/messaging/src/outbox.schema.ts': ['drizzle-orm/pg-core'],
  'libs/messaging/src/jetstream/connect.ts': ['nats'],
  'libs/platform/src/index.ts': ['#libs/kernel', '#libs/contracts', '@nestjs/common'],
  'libs/testing/src/index.ts': ['#libs/embedded', '#libs/messaging', '@jest/globals'],
  'services/orders/src/orders/rules/order.ts': ['#libs/kernel', './lifecycle.js', '../order.errors.js'],
  'services/orders/src/orders/rules/lifecycle.ts': [],
  'services/orders/src/orders/order.errors.ts': ['#libs/kernel'],
  'services/orders/src/orders/orders.schema.ts': ['drizzle-orm/pg-core'],
  'services/orders/src/orders/orders.repository.ts': ['#libs/database', '#libs/messaging', './rules/order.js'],
  'services/orders/src/orders/orders.controller.ts': ['@nestjs/common', '#libs/platform', './orders.repository.js'],
  'services/orders/src/orders/orders.repository.spec.ts': ['@jest/globals', '#libs/testing', './orders.repository.js'],
  'services/orders/test/placing.spec.ts': ['#libs/testing', '../src/orders/orders.controller.js'],
  'services/billing/src/payments/payments.service.ts': ['#libs/messaging', '#libs/contracts'],
  'apps/cli/src/place.ts': ['#libs/kernel', '#libs/contracts', './print.js'],
  'apps/cli/src/print.ts': [],
  'test/journeys/place-and-pay.ts': ['#libs/testing', 'nats'],
  'scripts/generate.ts': ['../libs/contracts/src/index.js'],
};

const SERVICE = 'services/orders/src/orders';

export const VIOLATIONS: readonly Violation[] = [
  { rule: 'lib-kernel', file: 'libs/kernel/src/a.ts', imports: '#libs/contracts' },
  { rule: 'lib-contracts', file: 'libs/contracts/src/a.ts', imports: '#libs/database' },
  { rule: 'lib-database', file: 'libs/database/src/a.ts', imports: '#libs/messaging' },
  { rule: 'lib-embedded', file: 'libs/embedded/src/a.ts', imports: '#libs/messaging' },
  { rule: 'lib-messaging', file: 'libs/messaging/src/a.ts', imports: '#libs/platform' },
  { rule: 'lib-platform', file: 'libs/platform/src/a.ts', imports: '#libs/database' },
  { rule: 'lib-testing', file: 'libs/testing/src/a.ts', imports: '../../../services/orders/src/orders/orders.schema.js' },
  { rule: 'kernel-is-pure', file: 'libs/kernel/src/b.ts', imports: '@nestjs/common' },
  { rule: 'kernel-is-pure', file: 'libs/kernel/src/c.ts', imports: 'node:fs' },
  { rule: 'rules-are-pure', file: `${SERVICE}/rules/a.ts`, imports: '../orders.repository.js' },
  { rule: 'rules-are-pure', file: `${SERVICE}/rules/b.ts`, imports: '#libs/contracts' },
  { rule: 'rules-are-pure', file: `${SERVICE}/rules/c.ts`, imports: '@nestjs/common' },
  { rule: 'rules-are-pure', file: `${SERVICE}/a.errors.ts`, imports: '#libs/platform' },
  { rule: 'services-stay-apart', file: 'services/billing/src/a.ts', imports: `../../orders/src/orders/orders.schema.js` },
  { rule: 'services-stand-on-libraries', file: `${SERVICE}/b.ts`, imports: '#libs/embedded' },
  { rule: 'services-stand-on-libraries', file: `${SERVICE}/c.ts`, imports: '../../../../scripts/generate.js' },
  { rule: 'apps-speak-http', file: 'apps/cli/src/a.ts', imports: '#libs/database' },
  { rule: 'apps-speak-http', file: 'apps/cli/src/b.ts', imports: '../../../services/orders/src/orders/order.errors.js' },
  { rule: 'library-has-one-door', file: `${SERVICE}/d.ts`, imports: '../../../../libs/database/src/inner.js' },
  { rule: 'library-by-name', file: `${SERVICE}/e.ts`, imports: '../../../../libs/kernel/src/index.js' },
  { rule: 'nats-behind-messaging', file: 'libs/messaging/src/b.ts', imports: 'nats' },
  { rule: 'nats-behind-messaging', file: `${SERVICE}/f.ts`, imports: 'nats' },
  { rule: 'driver-behind-database', file: `${SERVICE}/g.ts`, imports: 'postgres' },
  { rule: 'driver-behind-database', file: `${SERVICE}/h.ts`, imports: 'drizzle-orm/postgres-js' },
  { rule: 'tables-in-schema-files', file: `${SERVICE}/i.ts`, imports: 'drizzle-orm/pg-core' },
  { rule: 'no-circular', file: 'libs/kernel/src/ring.ts', imports: './ring.js' },
  { rule: 'no-unresolvable', file: `${SERVICE}/j.ts`, imports: './nowhere.js' },
  { rule: 'no-undeclared-package', file: `${SERVICE}/k.ts`, imports: 'enhanced-resolve' },
  { rule: 'no-test-code-in-src', file: `${SERVICE}/l.ts`, imports: '#libs/testing' },
  { rule: 'no-test-code-in-src', file: `${SERVICE}/m.ts`, imports: './orders.repository.spec.js' },
  { rule: 'no-dev-package-in-src', file: `${SERVICE}/n.ts`, imports: 'fast-check' },
];
