import { readFileSync } from 'node:fs';
import type { OrderEvent } from '#libs/contracts';
import { openDatabase, type Tx } from '#libs/database';
import { ConsumerRunner, JetStreamLink, type ConsumedEvent } from '#libs/messaging';

const { database_url: url, nats_url: natsUrl } = JSON.parse(readFileSync('.pulse/run.json', 'utf8')) as Record<string, string>;
const database = openDatabase({ url });
const link = new JetStreamLink({ url: natsUrl ?? '', name: 'spending', streams: [], mode: 'verify' });

await database.sql`create table if not exists spending (customer_id uuid primary key, minor bigint not null)`;

const addSpendingWhenOrderCompleted = {
  name: 'add-spending-when-order-completed',
  stream: 'orders',
  subjects: ['orders.order_completed'],
  async handle(tx: Tx, { body }: ConsumedEvent<OrderEvent>) {
    await tx`insert into spending values (${body.customer_id}, ${body.total_minor})
      on conflict (customer_id) do update set minor = spending.minor + excluded.minor`;
    console.log(`customer ${body.customer_id} spent ${body.total_amount} ${body.currency}`);
  },
};

link.open();
new ConsumerRunner(database, link, addSpendingWhenOrderCompleted).start();
