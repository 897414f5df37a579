import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database } from '#libs/database';
import { DATABASE } from '../tokens.js';
import { IdempotencyKeyReused, type Answer, type IdempotentRequest } from './idempotency.js';

interface AnswerRow {
  fingerprint: string;
  status: number;
  headers: string;
  body: string;
}

@Injectable()
export class IdempotencyRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * The answer that the first request under this key got, marked as a repeat; `undefined` when there was none.
   * @throws IdempotencyKeyReused when that was another request
   */
  async replay({ key, fingerprint }: IdempotentRequest): Promise<Answer | undefined> {
    const { sql } = this.database;
    const [row] = await traced(
      'find answer',
      () => sql<AnswerRow[]>`
      select fingerprint, status, headers, body from idempotency_keys where key = ${key}`,
    );
    if (!row) return undefined;
    if (row.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
    const headers = JSON.parse(row.headers) as Record<string, string>;
    return { status: row.status, headers: { ...headers, 'idempotency-replayed': 'true' }, body: row.body };
  }
}

/** Forgets keys older than `before`, at most `limit` of them. @returns how many went */
export async function purgeIdempotencyKeys(database: Database, before: Date, limit = 10_000): Promise<number> {
  const gone = await database.sql`
    delete from idempotency_keys where key in (
      select key from idempotency_keys where created_at < ${before} order by created_at limit ${limit} for update skip locked
    )`;
  return gone.count;
}
