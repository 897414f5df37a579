import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database, type Sql, type Tx } from '#libs/database';
import { parseJson } from '#libs/kernel';
import { DATABASE } from '../tokens.js';
import { IdempotencyKeyReused, type Answer, type IdempotentRequest, type StoredAnswer } from './idempotency.js';

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
  async replay({ key, fingerprint }: IdempotentRequest, sql: Sql | Tx = this.database.sql): Promise<Answer | undefined> {
    const [row] = await traced(
      'find answer',
      () => sql<AnswerRow[]>`
      select fingerprint, status, headers, body from idempotency_keys where key = ${key}`,
    );
    if (!row) return undefined;
    if (row.fingerprint !== fingerprint) throw new IdempotencyKeyReused();
    const headers = parseJson(row.headers) as Record<string, string>;
    return { status: row.status, headers: { ...headers, 'idempotency-replayed': 'true' }, body: row.body };
  }

  /**
   * Keeps the answer to a request that had nothing to do, so that a repeat does nothing either, whatever others do in between.
   * @returns it; or the answer of another request with the key that was faster
   * @throws IdempotencyKeyReused
   */
  async keep({ key, fingerprint, status, headers, body }: StoredAnswer): Promise<Answer> {
    const { sql } = this.database;
    const kept = await sql`
      insert into idempotency_keys (key, fingerprint, status, headers, body, created_at)
      values (${key}, ${fingerprint}, ${status}, ${JSON.stringify(headers)}, ${body}, clock_timestamp())
      on conflict (key) do nothing returning key`;
    const answer = { status, headers, body };
    return kept.length > 0 ? answer : ((await this.replay({ key, fingerprint })) ?? answer);
  }

  /**
   * As `keep`, of an answer that tells an order as it was read. Waits for the end of an erasure that has locked the order, since
   * that one may have been through the answers already; changes, which take a weaker lock, are not waited for.
   * @returns `undefined` when the order has become another since: read it and decide again
   */
  async keepOf(
    { id, version }: { readonly id: string; readonly version: number },
    { key, fingerprint, status, headers, body }: StoredAnswer,
  ): Promise<Answer | undefined> {
    const { sql } = this.database;
    const kept = await sql`
      insert into idempotency_keys (key, fingerprint, status, headers, body, order_id, created_at)
      select ${key}, ${fingerprint}, ${status}, ${JSON.stringify(headers)}, ${body}, id, clock_timestamp()
      from orders where id = ${id} and version = ${version} for key share
      on conflict (key) do nothing returning key`;
    return kept.length > 0 ? { status, headers, body } : this.replay({ key, fingerprint });
  }

  /**
   * Does something once for a key, in the caller's transaction: the first request acts and its answer is kept with what it
   * did; a repeat waits for the first one's end and gets the same answer. Without a request it just acts.
   * @throws IdempotencyKeyReused; a lock timeout when the first request takes too long
   */
  async once(tx: Tx, request: IdempotentRequest | undefined, act: () => Promise<Answer>): Promise<Answer> {
    if (!request) return act();
    const { key, fingerprint } = request;
    const claimed = await tx`
      insert into idempotency_keys (key, fingerprint, status, headers, body, created_at)
      values (${key}, ${fingerprint}, 0, '', '', clock_timestamp()) on conflict (key) do nothing returning key`;
    // On the same connection: were every one of the pool in the hands of a repeat, none would ever get a second.
    if (claimed.length === 0) return (await this.replay(request, tx)) ?? this.once(tx, request, act);
    const answer = await act();
    await tx`
      update idempotency_keys set status = ${answer.status}, headers = ${JSON.stringify(answer.headers)}, body = ${answer.body}
      where key = ${key}`;
    return answer;
  }
}

/** Forgets keys older than `before`, at most `limit` of them. @returns how many went */
export async function purgeIdempotencyKeys(database: Database, before: Date, limit: number): Promise<number> {
  const gone = await database.sql`
    delete from idempotency_keys where key in (
      select key from idempotency_keys where created_at < ${before} order by created_at limit ${limit} for update skip locked
    )`;
  return gone.count;
}
