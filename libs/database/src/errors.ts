/** Errors of Node and of postgres.js that mean: the server was not reached or the connection broke. */
const CONNECTION_CODES = new Set([
  ...['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT', 'ANSWER_TIMEOUT'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
]);

/**
 * SQLSTATEs that end the session or refuse one: administrator shutdown, crash, starting up, idle session,
 * idle in transaction, transaction timeout, too many connections; and that its disk is full, that it has no memory, or that it
 * cannot read or write.
 */
const SESSION_STATES = new Set([
  ...['57P01', '57P02', '57P03', '57P05', '25P03', '25P04', '53300'],
  ...['53100', '53200', '58030'],
]);

const SQL_STATE = /^[0-9FHPX][0-9A-Z]{4}$/;

/** The five-character SQLSTATE of a server error (PostgreSQL manual, appendix A), found through Drizzle's wrapping as well. */
export function sqlState(error: unknown): string | undefined {
  return errorCode(error, (code) => SQL_STATE.test(code));
}

/**
 * The database is away, restarting, full of sessions or out of room; the statement may succeed when repeated.
 * Whether a commit that was under way took place is unknown: repeat only what is idempotent.
 */
export function isConnectionError(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return state.startsWith('08') || SESSION_STATES.has(state);
  return errorCode(error, (code) => CONNECTION_CODES.has(code)) !== undefined;
}

/**
 * A lock was not granted within lock_timeout, or NOWAIT found it taken. With `table`: somebody else is writing a row with the
 * same unique key in that table, which PostgreSQL tells in the context of the error.
 */
export function isLockTimeout(error: unknown, table?: string): boolean {
  if (sqlState(error) !== '55P03') return false;
  return table === undefined || causes(error).some(({ where }) => typeof where === 'string' && where.includes(`"${table}"`));
}

/** The transaction lost against a concurrent one and was rolled back; it may be run again from its start. */
export function isSerializationOrDeadlock(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40001' || state === '40P01';
}

/** statement_timeout ran out, or the statement was cancelled. */
export function isStatementTimeout(error: unknown): boolean {
  return sqlState(error) === '57014';
}

/** A unique constraint (or unique index) was violated; with `constraint`, that one. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (sqlState(error) !== '23505') return false;
  return constraint === undefined || causes(error).some((cause) => cause['constraint_name'] === constraint);
}

function errorCode(error: unknown, accepts: (code: string) => boolean): string | undefined {
  const codes = causes(error).map((cause) => cause['code']);
  return codes.find((code): code is string => typeof code === 'string' && accepts(code));
}

/** The error and what caused it, outermost first; an AggregateError (one attempt per address) counts with its parts. */
function causes(error: unknown, depth = 0): Record<string, unknown>[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const parts = error instanceof AggregateError ? error.errors : [];
  const inner = [(error as Error).cause, ...parts].flatMap((cause) => causes(cause, depth + 1));
  return [error as Record<string, unknown>, ...inner];
}
