import type { Mutant } from '../mutant.js';

const ORDERS = 'services/orders/src/orders/orders.repository.ts';
const CHANGING = 'services/orders/src/orders/changing/changing.service.ts';
const STOCK = 'services/orders/src/inventory/stock.repository.ts';

const KEYS_OF_THE_STATEMENT = `insert into idempotency_keys (key, fingerprint, status, headers, body, order_id, created_at)
        select idempotency_key, fingerprint, answer_status, answer_headers, answer_body, id, clock_timestamp()
        from input where fingerprint is not null
        -- Sorted, so that two batches with the same keys do not wait for each other in a circle.
        order by idempotency_key
        on conflict (key) do nothing
        returning key`;

export const ordersMutants: readonly Mutant[] = [
  {
    name: 'key-outside-the-transaction',
    breaks: 'The idempotency key and the answer are committed before the order.',
    caughtBy: { drill: 'kill-between-key-and-order', invariant: 'I1' },
    edits: [
      { file: ORDERS, find: KEYS_OF_THE_STATEMENT, replace: 'select unnest(${keys.map(({ key }) => key)}::text[]) as key' },
      {
        file: ORDERS,
        find: `    const rows = await traced(
      'insert orders',`,
        replace: `    const keys = await this.database.sql<{ key: string }[]>\`
      with input as (select * from json_to_recordset(\${orders}::text::json) as o (\${orderColumns(this.database.sql)}))
      ${KEYS_OF_THE_STATEMENT}\`;
    const rows = await traced(
      'insert orders',`,
      },
    ],
  },
  {
    name: 'key-after-the-change',
    breaks: 'The idempotency key of a change is committed after the change.',
    caughtBy: { drill: 'kill-between-change-and-key', invariant: 'I1' },
    edits: [
      {
        file: CHANGING,
        find: 'const write = { decision, answer: stored, traceparent: activeTraceparent() };',
        replace: 'const write = { decision, traceparent: activeTraceparent() };',
      },
      {
        file: CHANGING,
        find: '      if (saved) this.committed(decision);',
        replace: `      if (saved && stored) await this.idempotency.keep(stored);
      if (saved) this.committed(decision);`,
      },
    ],
  },
  {
    name: 'stock-without-check',
    breaks: 'Stock is read without a lock and written without a condition, and no constraint refuses the result.',
    caughtBy: { drill: 'two-buyers-of-the-last-unit', invariant: 'I6' },
    edits: [
      { file: STOCK, find: '      order by s.sku\n      for no key update of s`', replace: '      order by s.sku`' },
      {
        file: STOCK,
        find: `where s.sku = c.sku and s.last_movement = c.first - 1
          and (s.allow_backorder or s.on_hand + c.on_hand_change >= s.held + c.held_change)`,
        replace: 'where s.sku = c.sku',
      },
    ],
    afterMigrations: [
      'alter table stock drop constraint stock_not_oversold',
      'alter table stock_movements drop constraint stock_movements_sku_number_pk',
    ],
  },
  {
    name: 'unsorted-locks',
    breaks: 'The stock of an order is locked in the order of its lines.',
    caughtBy: { drill: 'opposite-lines', invariant: 'I8' },
    edits: [
      {
        file: STOCK,
        find: '      order by s.sku\n      for no key update of s`',
        replace: '      order by array_position(${wanted}::text[], s.sku)\n      for no key update of s`',
      },
    ],
  },
];
