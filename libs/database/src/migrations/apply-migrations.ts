import { createClient, type Sql } from '../client.js';
import type { DatabaseConfig } from '../config.js';
import { isLockTimeout, sqlState } from '../errors.js';
import { createLedger, readLedger, recordMigration, type Session } from './ledger.js';
import { compareMigrations, MigrationError, readMigrations, type Migration, type MigrationComparison } from './migration.js';

export interface MigrationOptions extends DatabaseConfig {
  /** A folder of drizzle-kit: SQL files and meta/_journal.json. */
  folder: string;
  onApplied?: (tag: string) => void;
  /** Called once when another process migrates this database. */
  onWaiting?: () => void;
  /** How long to wait for that other process. */
  waitTimeoutMs?: number;
}

/** Any constant will do; every process that migrates must use this one. */
const ADVISORY_LOCK = 7_205_759_403n;

/** DDL that cannot get its table lock in this time gives up, instead of blocking all who queue behind it. */
const TABLE_LOCK_TIMEOUT_MS = 10_000;

/**
 * Brings the database up to the folder, one transaction per migration, and returns the tags applied.
 *
 * Processes that start together do it one after the other. All runs in one session, which the advisory lock belongs
 * to: when the session is lost, so is the lock, and the next statement fails. Throws MigrationError when the database
 * is ahead of the code, when an applied file was edited, when the lock is not had in time, or when a statement fails.
 * A pooler that hands out sessions per transaction cannot carry this: connect to PostgreSQL itself.
 */
export async function applyMigrations(options: MigrationOptions): Promise<string[]> {
  const migrations = readMigrations(options.folder);
  return inSession(options, async (session) => {
    await takeLock(session, options);
    await session.unsafe(`set lock_timeout = ${TABLE_LOCK_TIMEOUT_MS}; set client_min_messages = warning`);
    const { pending, problems } = compareMigrations(migrations, await readLedger(session), options.folder);
    if (problems.length > 0) throw new MigrationError(problems.join('\n'));
    if (pending.length > 0) await createLedger(session);
    for (const migration of pending) {
      await applyOne(session, migration);
      options.onApplied?.(migration.tag);
    }
    return pending.map(({ tag }) => tag);
  });
}

/** What is applied and what is not, without changing anything or waiting for a lock. */
export async function migrationStatus(options: MigrationOptions): Promise<MigrationComparison> {
  const migrations = readMigrations(options.folder);
  return inSession(options, async (session) => compareMigrations(migrations, await readLedger(session), options.folder));
}

async function inSession<T>(options: MigrationOptions, work: (session: Session) => Promise<T>): Promise<T> {
  const { onApplied, onWaiting, folder, waitTimeoutMs, ...config } = options;
  const unlimited = { statementTimeoutMs: 0, lockTimeoutMs: 0, idleInTransactionTimeoutMs: 0 };
  const sql: Sql = createClient({ ...config, ...unlimited, applicationName: 'pulse-migrate', poolSize: 1 });
  try {
    const session = await sql.reserve();
    return await work(session).finally(() => session.release());
  } finally {
    await sql.end({ timeout: 1 });
  }
}

async function takeLock(session: Session, { onWaiting, waitTimeoutMs = 60_000 }: MigrationOptions): Promise<void> {
  const [attempt] = await session<{ taken: boolean }[]>`select pg_try_advisory_lock(${ADVISORY_LOCK}) as taken`;
  if (attempt?.taken) return;
  onWaiting?.();
  await session.unsafe(`set lock_timeout = ${waitTimeoutMs}`);
  try {
    await session`select pg_advisory_lock(${ADVISORY_LOCK})`;
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    throw new MigrationError(`another process has been migrating this database for over ${waitTimeoutMs / 1000} s`);
  }
}

async function applyOne(session: Session, migration: Migration): Promise<void> {
  await session.unsafe('begin');
  try {
    for (const statement of migration.statements) await session.unsafe(statement);
    await recordMigration(session, migration);
    await session.unsafe('commit');
  } catch (error) {
    await session.unsafe('rollback').catch(() => undefined);
    const state = sqlState(error);
    const reason = `${(error as Error).message}${state === undefined ? '' : ` (SQLSTATE ${state})`}`;
    throw new MigrationError(`${migration.tag} failed and was rolled back: ${reason}`, { cause: error });
  }
}
