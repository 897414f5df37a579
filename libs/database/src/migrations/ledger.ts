import type { ReservedSql } from 'postgres';
import type { Sql } from '../client.js';
import type { ValueTypes } from '../value-types.js';
import type { AppliedMigration, Migration } from './migration.js';

export type Session = ReservedSql<ValueTypes>;

/** The table that Drizzle's own migrator keeps, so that its tools understand the database as well. */
export async function readLedger(sql: Sql | Session): Promise<AppliedMigration[]> {
  const [found] = await sql<{ ledger: string | null }[]>`select to_regclass('drizzle.__drizzle_migrations')::text as ledger`;
  if (!found?.ledger) return [];
  const rows = await sql<{ created_at: bigint; hash: string }[]>`
    select created_at, hash from drizzle.__drizzle_migrations order by created_at`;
  return rows.map((row) => ({ when: Number(row.created_at), hash: row.hash }));
}

export async function createLedger(session: Session): Promise<void> {
  await session`create schema if not exists drizzle`;
  await session`
    create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
}

export async function recordMigration(session: Session, { hash, when }: Migration): Promise<void> {
  await session`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${BigInt(when)})`;
}
