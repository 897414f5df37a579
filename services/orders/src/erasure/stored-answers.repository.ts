import { Injectable } from '@nestjs/common';
import { traced, type Tx } from '#libs/database';

/**
 * What one statement reads: it ends with the answer that brings it to so many bytes. The answer to a large order is 0.8 MB, and
 * those that change are in memory several times for a moment.
 */
const BATCH = { answers: 4_000, bytes: 4_194_304 };

/** The answers that are kept for repeats, a batch at a time in the order of their age. */
@Injectable()
export class StoredAnswersRepository {
  /**
   * Rewrites the answers in which `text` occurs. They carry no index for this, since every new order would pay for it; a day
   * of answers is read through instead.
   */
  async rewrite(tx: Tx, text: string, change: (body: string) => string, limits = BATCH): Promise<void> {
    let place: Place | undefined = { created_at: new Date(0), key: '' };
    while (place) place = await this.rewriteNext(tx, text, change, place, limits);
  }

  private async rewriteNext(tx: Tx, text: string, change: (body: string) => string, after: Place, limits: typeof BATCH) {
    const found = await traced(
      'find answers',
      () => tx<(Place & { isFound: boolean })[]>`
      with batch as materialized (
        select created_at, key, body from (
          select k.*, sum(octet_length(body)) over (
            order by created_at, key rows between unbounded preceding and 1 preceding) as bytes_before
          from (
            select created_at, key, body from idempotency_keys where (created_at, key) > (${after.created_at}, ${after.key})
            order by created_at, key limit ${limits.answers}
          ) k
        ) k where coalesce(bytes_before, 0) < ${limits.bytes}
      )
      (select created_at, key, true as "isFound" from batch where strpos(body, ${text}) > 0)
      union all
      (select created_at, key, false from batch order by created_at desc, key desc limit 1)`,
    );
    const answers = await this.lock(tx, found.flatMap(({ key, isFound }) => (isFound ? [key] : [])));
    if (answers.length > 0) await this.replace(tx, answers.map(({ key, body }) => ({ key, body: change(body) })));
    return found.find(({ isFound }) => !isFound);
  }

  /** The answers as they are when nobody else rewrites them any more: an answer may tell of several who are being erased. */
  private async lock(tx: Tx, keys: readonly string[]): Promise<readonly Answer[]> {
    if (keys.length === 0) return [];
    return traced(
      'lock answers',
      () => tx<Answer[]>`
      select key, body from idempotency_keys where key = any(${keys}::text[]) order by created_at, key for update`,
    );
  }

  private async replace(tx: Tx, answers: readonly Answer[]): Promise<void> {
    await traced(
      'rewrite answers',
      () => tx`
      update idempotency_keys k set body = n.body
      from json_to_recordset(${JSON.stringify(answers)}::text::json) as n (key text, body text)
      where k.key = n.key`,
    );
  }
}

interface Place {
  readonly created_at: Date;
  readonly key: string;
}

interface Answer {
  readonly key: string;
  readonly body: string;
}
