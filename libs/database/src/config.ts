/**
 * How to reach PostgreSQL and what one session may cost.
 *
 * Either `url` or the single fields; a `host` that holds a slash is the folder of a Unix socket.
 * Times are milliseconds; 0 leaves the server's own setting in force.
 */
export interface DatabaseConfig {
  url?: string;
  host?: string;
  port?: number;
  database?: string;
  user?: string;
  password?: string;
  /** A read replica; without one the read handles are the primary's. */
  readUrl?: string;
  /** Connections per process and server. */
  poolSize?: number;
  /** Shown in pg_stat_activity. */
  applicationName?: string;
  connectTimeoutMs?: number;
  /**
   * For how long an answer to a statement is waited for; then its connection is given up. The server's own limits do not help
   * when it is frozen itself, or when what it says is lost on the way. Must be longer than any statement takes; 0 waits for ever.
   */
  answerTimeoutMs?: number;
  statementTimeoutMs?: number;
  lockTimeoutMs?: number;
  idleInTransactionTimeoutMs?: number;
}

export const DATABASE_DEFAULTS = {
  poolSize: 10,
  applicationName: 'pulse',
  connectTimeoutMs: 5_000,
  answerTimeoutMs: 0,
  statementTimeoutMs: 10_000,
  lockTimeoutMs: 2_000,
  idleInTransactionTimeoutMs: 10_000,
} as const;
