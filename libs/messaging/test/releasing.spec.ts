import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Tx } from '#libs/database';
import { newId } from '#libs/kernel';
import { listParked, releaseParked, type ConsumedEvent, type EventConsumer } from '../src/index.js';
import { setup, type Bench } from './setup.js';

const EVENTS = 450;

let bench: Bench;
beforeEach(async () => {
  bench = await setup();
});
afterEach(() => bench.close());

/** Notes what it handles in which transaction, and fails at one number. */
class NoteTransactions implements EventConsumer {
  readonly name = 'note-transactions';
  readonly stream = 'orders';
  readonly handled: number[] = [];
  readonly transactions = new Set<unknown>();
  poison?: number;

  async handle(tx: Tx, { sequence }: ConsumedEvent<unknown>): Promise<void> {
    if (sequence === this.poison) throw new Error('cannot be handled');
    this.handled.push(sequence);
    const [row] = await tx`select pg_current_xact_id()::text as id`;
    this.transactions.add(row?.['id']);
  }
}

/** An order with this many events set aside, each as large as `filling` and something. */
async function aParkedKey({ name }: EventConsumer, events: number, filling = 0): Promise<string> {
  const key = newId();
  const { sql } = bench.database;
  await sql`
    insert into inbox_sequences (consumer, key, last_sequence, parked_since, parked_reason)
    values (${name}, ${key}, 0, now(), 'r')`;
  await sql`
    insert into inbox_parked (consumer, event_id, key, sequence, subject, headers, payload, dead, reason)
    select ${name}, gen_random_uuid(), ${key}, n, 'orders.order_updated', '{}',
      json_build_object('order_id', ${key}::text, 'sequence', n, 'filling', repeat('x', ${filling}))::text, false, 'r'
    from generate_series(1, ${events}::int) n`;
  return key;
}

const oneTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

describe('the release of an order with very many events', () => {
  it('handles all of them in their order, some hundred in a transaction', async () => {
    const consumer = new NoteTransactions();
    const key = await aParkedKey(consumer, EVENTS);
    expect(await releaseParked(bench.database, consumer, key)).toBe(EVENTS);
    expect(consumer.handled).toEqual(oneTo(EVENTS));
    expect(consumer.transactions.size).toBe(3);
    expect(await listParked(bench.database)).toEqual([]);
    const [{ last_sequence: last } = {}] = await bench.database.sql`select last_sequence from inbox_sequences`;
    expect(last).toBe(EVENTS);
  });

  it('has a few megabytes of them in hand', async () => {
    const consumer = new NoteTransactions();
    const key = await aParkedKey(consumer, 9, 1_048_576);
    expect(await releaseParked(bench.database, consumer, key)).toBe(9);
    expect(consumer.handled).toEqual(oneTo(9));
    expect(consumer.transactions.size).toBe(3);
  });

  it('keeps the rest parked when one fails, and goes on there the next time', async () => {
    const consumer = new NoteTransactions();
    const key = await aParkedKey(consumer, EVENTS);
    consumer.poison = 410;
    await expect(releaseParked(bench.database, consumer, key)).rejects.toThrow('cannot be handled');
    expect(await listParked(bench.database)).toMatchObject([{ key, events: 50, reason: 'r' }]);
    consumer.poison = undefined;
    expect(await releaseParked(bench.database, consumer, key)).toBe(50);
    expect(await listParked(bench.database)).toEqual([]);
  });
});
