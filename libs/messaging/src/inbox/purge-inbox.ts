import type { Database } from '#libs/database';

/** A stream may keep its events for ever; the inbox knows those of the last year. */
export const LONGEST_INBOX_DAYS = 365;

/**
 * Forgets handled events older than `days`, at most `limit` of them; those that are set aside stay known. Keep it above the age
 * of the streams, or at `LONGEST_INBOX_DAYS`: an event that the stream can still deliver must still be known.
 * @returns how many went
 */
export async function purgeInbox(database: Database, days: number, limit = 5_000): Promise<number> {
  const gone = await database.sql`
    delete from inbox i using (
      select consumer, event_id from inbox o where processed_at < now() - make_interval(days => ${days}::int)
        and not exists (select from inbox_parked p where p.consumer = o.consumer and p.event_id = o.event_id)
      order by processed_at limit ${limit} for update skip locked
    ) old
    where i.consumer = old.consumer and i.event_id = old.event_id`;
  return gone.count;
}
