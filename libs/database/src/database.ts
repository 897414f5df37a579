import { createClient, type Sql, type Tx } from './client.js';
import { DATABASE_DEFAULTS, type DatabaseConfig } from './config.js';
import { poolSize } from './metrics.js';
import { ormOver, type Orm } from './orm.js';
import { createPing } from './ping.js';
import { runTransaction, type TransactionOptions } from './transaction.js';

export interface Database {
  readonly sql: Sql;
  readonly orm: Orm;
  /** The replica when there is one, else the same as `sql`. It may lag: never decide a write by it. */
  readonly readSql: Sql;
  readonly readOrm: Orm;

  /** Runs `fn` in one transaction: commits when it resolves, rolls back and rethrows when it rejects. */
  transaction<T>(fn: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>;

  /** Drizzle inside an open transaction. */
  ormIn(tx: Tx): Orm;

  /** Resolves when the primary answers within the time; rejects with what went wrong. */
  ping(timeoutMs: number): Promise<void>;

  /** Takes no new work, lets what runs finish within the time, then cuts the rest off. May be called twice. */
  close(timeoutMs?: number): Promise<void>;
}

/** Opens the pool. Connections are made on first use, so this neither waits nor fails while the server is away. */
export function openDatabase(config: DatabaseConfig): Database {
  const sql = createClient(config);
  const readSql = config.readUrl === undefined ? sql : createClient({ ...config, url: config.readUrl });
  const orm = ormOver(sql);
  const size = config.poolSize ?? DATABASE_DEFAULTS.poolSize;
  poolSize.set({ server: 'primary' }, size);
  if (readSql !== sql) poolSize.set({ server: 'replica' }, size);
  return {
    sql,
    orm,
    readSql,
    readOrm: readSql === sql ? orm : ormOver(readSql),
    transaction: (fn, options) => runTransaction(sql, fn, options),
    ormIn: (tx) => ormOver(tx, sql),
    ping: createPing(sql),
    close: async (timeoutMs = 5_000) => {
      const clients = new Set([sql, readSql]);
      await Promise.all([...clients].map((client) => client.end({ timeout: timeoutMs / 1000 })));
    },
  };
}
