import type { Sql } from '#libs/database';

/** Per order. */
export interface DatabaseCost {
  readonly commits: number;
  readonly walBytes: number;
  readonly walSyncs: number;
  readonly diskBytes: number;
}

interface Counters {
  commits: number;
  wal_bytes: number;
  wal_syncs: number;
  disk_bytes: number;
}

/** What PostgreSQL does from now on, shared out over the orders that there were. */
export async function costSince(sql: Sql): Promise<(orders: number) => Promise<DatabaseCost>> {
  const before = await read(sql);
  return async (orders: number) => {
    const after = await read(sql);
    const per = (counter: keyof Counters): number => (after[counter] - before[counter]) / orders;
    return { commits: per('commits'), walBytes: per('wal_bytes'), walSyncs: per('wal_syncs'), diskBytes: per('disk_bytes') };
  };
}

async function read(sql: Sql): Promise<Counters> {
  const [counters] = await sql<Counters[]>`
    select
      (select xact_commit from pg_stat_database where datname = current_database())::float as commits,
      (pg_current_wal_insert_lsn() - '0/0')::float as wal_bytes,
      (select sum(fsyncs) from pg_stat_io where object = 'wal')::float as wal_syncs,
      pg_database_size(current_database())::float as disk_bytes`;
  if (!counters) throw new Error('PostgreSQL has no counters');
  return counters;
}
