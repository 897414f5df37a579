import type { Database } from '#libs/database';
import { eventually } from '#libs/testing';

/** So many sessions wait for a lock. Asked outside of any transaction: inside one, sessions that came later are not seen. */
export const waiting = ({ sql }: Database, count: number) =>
  eventually(async () => {
    const [row] = await sql<{ sessions: number }[]>`
      select count(*)::int as sessions from pg_stat_activity
      where wait_event_type = 'Lock' and datname = current_database()`;
    if (row?.sessions !== count) throw new Error(`${row?.sessions} sessions wait for a lock, and not ${count}`);
  });
