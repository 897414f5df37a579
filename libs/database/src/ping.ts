import type { Sql } from './client.js';

/**
 * A health check through the pool: it also fails when no connection comes free within the time.
 * Checks share one query while it is unanswered, so that they do not pile up in front of a frozen server.
 */
export function createPing(sql: Sql): (timeoutMs: number) => Promise<void> {
  let pending: Promise<unknown> | undefined;
  return async (timeoutMs) => {
    pending ??= sql`select 1`.finally(() => (pending = undefined));
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`PostgreSQL did not answer within ${timeoutMs} ms`)), timeoutMs);
    });
    await Promise.race([pending, limit]).finally(() => clearTimeout(timer));
  };
}
