import type { Sql, Tx } from '#libs/database';
import { outboxColumns } from '#libs/messaging';

/**
 * The column lists through which `json_to_recordset` opens a batch. They are fragments of the prepared statements below
 * and in the repository; names and types follow orders.schema.ts, and the tests write and read back every column.
 */
export const orderColumns = (sql: Sql | Tx) => sql`
  id uuid, customer_id uuid, customer_name text, status text, currency text, total_minor bigint, cancelled_minor bigint,
  returned_minor bigint, fulfilment_status text, return_status text, on_hold boolean, expires_at timestamptz,
  external_ref text, facility_id text, conversation_id text, estimated_ready_time timestamptz, metadata jsonb,
  version integer, last_sequence integer,
  created_at timestamptz, updated_at timestamptz, idempotency_key text, fingerprint text, answer_status smallint,
  answer_headers text, answer_body text`;

export const itemColumns = (sql: Sql | Tx) => sql`
  order_id uuid, line smallint, id uuid, sku text, item_name text, qty integer, price_minor bigint,
  unit_price_minor bigint, open integer, preparing integer, ready integer, shipped integer, delivered integer,
  cancelled integer, returned integer, stocked boolean, created_at timestamptz`;

export const journeyColumns = (sql: Sql | Tx) => sql`
  order_id uuid, sequence integer, event_type text, from_status text, to_status text, actor text, reason text,
  forced boolean, details jsonb, at timestamptz`;

/**
 * Writes the journey and the outbox of the orders in the relation `done(id)`. The outbox row takes its number from the
 * sequence only after `done` has locked the order's row, so that numbers rise in commit order within an order; and those of one
 * change rise as they were given, however PostgreSQL joins.
 */
export const tellOf = (sql: Sql | Tx, journey: string, messages: string) => sql`
  recorded as (
    insert into order_journey (order_id, sequence, event_type, from_status, to_status, actor, reason, forced, details, at)
    select j.* from done join json_to_recordset(${journey}::text::json) as j (${journeyColumns(sql)}) on j.order_id = done.id
  ),
  told as (
    insert into outbox (event_id, key, partition, subject, headers, payload)
    select m.event_id, m.key, m.partition, m.subject, m.headers, m.payload
    from done
      join rows from (json_to_recordset(${messages}::text::json) as (${outboxColumns(sql)})) with ordinality as m
        on m.key = done.id
    order by m.ordinality
  )`;

/**
 * Orders with their items. With `from` only those of a page, so that no items are read of orders that are passed over. An order
 * whose items somebody deleted by SQL has none, and does not spoil the answer for those that are read with it.
 */
export const selectOrder = (sql: Sql | Tx, from = sql`orders`) => sql`
  select o.id, o.customer_id, o.customer_name, o.status, o.currency, o.external_ref, o.facility_id, o.conversation_id,
    o.estimated_ready_time, o.on_hold, o.expires_at, o.metadata, o.version, o.last_sequence, o.created_at, o.updated_at,
    coalesce((select json_agg(i order by i.line) from order_items i where i.order_id = o.id), '[]') as items
  from ${from} o`;
