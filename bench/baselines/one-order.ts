/**
 * One order of two items with everything that the service writes for it, as one statement and so one transaction: the way
 * that costs least when orders are committed one by one. Its text is complete, so that any client can send it prepared.
 */
export const ONE_ORDER = `
with o as (
  insert into orders (id, customer_id, customer_name, status, currency, total_minor, metadata, version, last_sequence, created_at,
    updated_at)
  values (uuidv7(), '550e8400-e29b-41d4-a716-446655440000', null, 'draft', 'EUR', 8997, '{"source":"web"}', 1, 1, now(), now())
  returning id
),
lines as (
  insert into order_items (order_id, line, id, sku, qty, price_minor, open, created_at)
  select o.id, l.line, uuidv7(), l.sku, l.qty, l.price, l.qty, now()
  from o, (values (1, 'WIDGET-001', 2, 1999), (2, 'GADGET-002', 1, 4999)) as l (line, sku, qty, price)
),
journey as (
  insert into order_journey (order_id, sequence, event_type, from_status, to_status, actor, reason, at)
  select o.id, 1, 'order_created', null, 'draft', 'api', null, now() from o
)
insert into outbox (event_id, key, partition, subject, headers, payload)
select uuidv7(), o.id, 0, 'orders.order_created', '${JSON.stringify(headers())}', '${payload()}' from o`.replace(/\s+/g, ' ');

/** As long as the real ones; what they say does not matter to the database. */
function headers(): Record<string, string> {
  const names = ['Nats-Msg-Id', 'ce-id', 'ce-source', 'ce-specversion', 'ce-type', 'ce-time', 'ce-subject', 'ce-dataschema'];
  return Object.fromEntries(names.map((name) => [name, 'orders.order_created 019a9f3e-8001']));
}

function payload(): string {
  return JSON.stringify({ event_type: 'order_created', snapshot: 'x'.repeat(1_500) });
}
