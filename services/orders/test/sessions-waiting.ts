import { expect } from '@jest/globals';
import type { Database } from '#libs/database';
import { eventually } from '#libs/testing';

/**
 * Resolves when so many sessions wait for a lock. It asks on a connection of its own: within a transaction, sessions that came
 * later are not seen.
 */
export function sessionsWaiting({ sql }: Database, count: number): Promise<unknown> {
  return eventually(async () => {
    const [row] = await sql`select count(*)::int as n from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`;
    expect(row?.['n']).toBe(count);
  });
}
