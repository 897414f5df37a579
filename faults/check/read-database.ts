import type { Database } from '#libs/database';
import { OWN_CONSUMERS } from '../consumer/own-consumers.js';
import type { Effect, HandledEvent, Movement, ParkedEvent, Step, StoredOrder, StoredStock } from './evidence.js';

/** What the database says at the end, read past the service. */
export async function readDatabase({ sql }: Database) {
  const moment = (column: string) => sql`to_char(${sql(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const orders = await sql<StoredOrder[]>`
    select id, metadata ->> 'key' as key, status, total_minor / 100.0::float8 as total_amount, last_sequence,
      metadata ->> 'note' as note, case when not on_hold then ${moment('expires_at')} end as expires_at
    from orders order by id`;
  const journey = await sql<Step[]>`
    select order_id, sequence, event_type, to_status, actor, ${moment('at')} as at, (
      select sum((move ->> 'quantity')::int)::int from jsonb_array_elements(details -> 'items_changed') as move
    ) as units from order_journey order by order_id, sequence`;
  const stock = await sql<StoredStock[]>`
    select sku, product_id, on_hand, held, level_sequence, coalesce((
      select sum(i.open + i.preparing + i.ready)::int from order_items i join orders o on o.id = i.order_id
      where i.sku = s.sku and i.stocked and o.status <> 'draft'
    ), 0) as promised, coalesce((
      select sum(i.shipped + i.delivered + i.returned)::int from order_items i where i.sku = s.sku and i.stocked
    ), 0) as departed from stock s order by sku`;
  const movements = await sql<Movement[]>`
    select sku, number::int, kind, order_id, order_sequence, on_hand_change, held_change, on_hand, held, reason
    from stock_movements order by sku, number`;
  const effects = await sql<Effect[]>`
    select consumer, event_id, key, sequence, subject, ${moment('at')} as at from effects order by n`;
  const parked = await sql<ParkedEvent[]>`select consumer, event_id, key, dead from inbox_parked`;
  const handled = await sql<HandledEvent[]>`
    select consumer, event_id from inbox where consumer = any(${[...OWN_CONSUMERS.keys()]})`;
  const outbox = await sql<{ subject: string }[]>`select subject from outbox order by id`;
  const outboxDead = await sql<{ subject: string }[]>`select subject from outbox_dead order by id`;
  const subjectsOf = (rows: readonly { subject: string }[]): string[] => rows.map(({ subject }) => subject);
  const told = { outbox: subjectsOf(outbox), outboxDead: subjectsOf(outboxDead) };
  return { orders, journey, stock, movements, effects, parked, handled, ...told };
}
