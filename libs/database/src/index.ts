export type { Sql, Tx } from './client.js';
export { DATABASE_DEFAULTS, type DatabaseConfig } from './config.js';
export * from './database.js';
export * from './errors.js';
export type { Orm } from './orm.js';
export { traced } from './traced.js';
export type { TransactionOptions } from './transaction.js';
export { applyMigrations, migrationStatus, type MigrationOptions } from './migrations/apply-migrations.js';
export { MigrationError, type MigrationComparison } from './migrations/migration.js';
