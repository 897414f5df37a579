import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type OpenedDatabase } from '#libs/testing';
import { StoredAnswersRepository } from '../src/erasure/stored-answers.repository.js';

let own: OpenedDatabase;
beforeAll(async () => {
  own = await openTestDatabase();
});
afterAll(() => own.close());

describe('stored answers', () => {
  it('are all found and rewritten, whatever the size of a batch and however many are of one moment', async () => {
    const { sql, transaction } = own.db;
    await sql`
      insert into idempotency_keys (key, fingerprint, status, headers, body, created_at)
      select 'k' || n, 'f', 201, '{}', case when n % 3 = 0 then 'of Ada' else 'of Eve' end,
        timestamptz '2026-11-21' + (n / 10) * interval '1 s'
      from generate_series(0, 49) n`;
    const [few, many] = [1, 1_000];
    const sizes = [[1, many], [7, many], [50, many], [1_000, many], [1_000, few], [1_000, 20], [7, 20]] as const;
    for (const [answers, bytes] of sizes) {
      await sql`update idempotency_keys set body = replace(body, 'nobody', 'Ada')`;
      const seen: string[] = [];
      const change = (body: string) => (seen.push(body), body.replace('Ada', 'nobody'));
      await transaction((tx) => new StoredAnswersRepository().rewrite(tx, 'Ada', change, { answers, bytes }));
      const left = await sql<{ body: string; n: number }[]>`
        select body, count(*)::int as n from idempotency_keys group by body order by body`;
      expect(left).toEqual([{ body: 'of Eve', n: 33 }, { body: 'of nobody', n: 17 }]);
      expect(seen).toHaveLength(17);
    }
  });
});
