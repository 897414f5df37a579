/**
 * One order of two items with everything that the service writes for it, as one statement and so one transaction: the way
 * that costs least when orders are committed one by one. What an order brings are parameters, as from any client.
 * @param parameter how the client writes the parameter of this name: `:name` or `$1`
 */
export function oneOrder(parameter: (name: OrderValue) => string): string {
  const value = (name: OrderValue, type: string) => `${parameter(name)}::${type}`;
  return `
with o as (
  insert into orders (id, customer_id, customer_name, status, currency, total_minor, metadata, version, last_sequence, created_at,
    updated_at)
  values (uuidv7(), ${value('customer', 'uuid')}, null, 'draft', ${value('currency', 'text')}, ${value('total', 'bigint')},
    ${value('metadata', 'jsonb')}, 1, 1, now(), now())
  returning id, customer_id, status, currency, total_minor
),
lines as (
  insert into order_items (order_id, line, id, sku, qty, price_minor, open, created_at)
  select o.id, l.line, uuidv7(), l.sku, l.qty, l.price, l.qty, now()
  from o, (values (1, ${value('firstSku', 'text')}, 2, ${value('firstPrice', 'bigint')}),
    (2, ${value('secondSku', 'text')}, 1, ${value('secondPrice', 'bigint')})) as l (line, sku, qty, price)
),
counted as (
  insert into order_figures (status, currency, orders, net_minor) select status, currency, 1, total_minor from o
),
newcomers as (
  insert into ordering_customers (customer_id) select customer_id from o on conflict (customer_id) do nothing
),
journey as (
  insert into order_journey (order_id, sequence, event_type, from_status, to_status, actor, reason, at)
  select o.id, 1, 'order_created', null, 'draft', 'api', null, now() from o
)
insert into outbox (event_id, key, partition, subject, headers, payload)
select uuidv7(), o.id, 0, 'orders.order_created', ${value('headers', 'jsonb')}, ${value('payload', 'text')} from o`.replace(/\s+/g, ' ');
}

/** The event is as long as the real ones; what it says does not matter to the database. */
export const ORDER_VALUES = {
  customer: '550e8400-e29b-41d4-a716-446655440000',
  currency: 'EUR',
  total: '8997',
  metadata: '{"source":"web"}',
  firstSku: 'WIDGET-001',
  firstPrice: '1999',
  secondSku: 'GADGET-002',
  secondPrice: '4999',
  headers: JSON.stringify(headers()),
  payload: JSON.stringify({ event_type: 'order_created', snapshot: 'x'.repeat(1_170) }),
};

export type OrderValue = keyof typeof ORDER_VALUES;

function headers(): Record<string, string> {
  const ofCloudEvents = ['id', 'source', 'specversion', 'type', 'time', 'subject', 'dataschema', 'datacontenttype'];
  const names = ['Nats-Msg-Id', ...ofCloudEvents.map((name) => `ce-${name}`)];
  return Object.fromEntries(names.map((name) => [name, 'orders.order_created 019a9']));
}
