import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '#libs/database';

/** How many sessions at a time were busy or waited for something, on average, the most frequent first. */
export type Sessions = Readonly<Record<string, number>>;

const EVERY_MS = 100;
const SHOWN = 5;

/** Looks at what the sessions of the services are doing, ten times a second. @returns ends it */
export function watchSessions(databaseUrl: string): () => Promise<Sessions> {
  const { sql, close } = openDatabase({ url: databaseUrl, poolSize: 1, applicationName: 'bench' });
  const seen = new Map<string, number>();
  let looks = 0;
  let watching = true;
  const watch = (async () => {
    for (; watching; await delay(EVERY_MS)) {
      const rows = await sql<{ doing: string; sessions: number }[]>`
        select coalesce(wait_event_type || ':' || wait_event, 'running') as doing, count(*)::int as sessions
        from pg_stat_activity where state = 'active' and application_name <> 'bench' group by doing`;
      for (const { doing, sessions } of rows) seen.set(doing, (seen.get(doing) ?? 0) + sessions);
      looks += 1;
    }
  })();
  return async () => {
    watching = false;
    await watch;
    await close();
    const most = [...seen].toSorted(([, a], [, b]) => b - a).slice(0, SHOWN);
    return Object.fromEntries(most.map(([doing, count]) => [doing, count / looks]));
  };
}
