import { readFileSync } from 'node:fs';
import type { InventoryEvent } from '#libs/contracts';
import { openDatabase, type Tx } from '#libs/database';
import { ConsumerRunner, JetStreamLink, type ConsumedEvent } from '#libs/messaging';

const { database_url: url, nats_url: natsUrl } = JSON.parse(readFileSync('.pulse/run.json', 'utf8')) as Record<string, string>;
const database = openDatabase({ url });
const link = new JetStreamLink({ url: natsUrl ?? '', name: 'stock-copy', streams: [], mode: 'verify' });

await database.sql`create table if not exists stock_copy (sku text primary key, on_hand int not null, held int not null)`;

const copyStockWhenStockMoved = {
  name: 'copy-stock-when-stock-moved',
  stream: 'inventory',
  async handle(tx: Tx, { body }: ConsumedEvent<InventoryEvent>) {
    for (const { sku, onHand, held } of changesOf(body)) {
      await tx`insert into stock_copy values (${sku}, ${onHand}, ${held})
        on conflict (sku) do update set on_hand = stock_copy.on_hand + excluded.on_hand, held = stock_copy.held + excluded.held`;
    }
  },
};

function changesOf(event: InventoryEvent): { sku: string; onHand: number; held: number }[] {
  switch (event.event_type) {
    case 'stock_adjusted':
      return [{ sku: event.sku, onHand: event.change, held: 0 }];
    case 'stock_held':
      return event.lines.map(({ sku, quantity }) => ({ sku, onHand: 0, held: quantity }));
    case 'stock_released':
      return event.lines.map(({ sku, quantity }) => ({ sku, onHand: 0, held: -quantity }));
    case 'stock_committed':
      return event.lines.map(({ sku, quantity }) => ({ sku, onHand: -quantity, held: -quantity }));
    default:
      return []; // a threshold that was crossed: nothing moved besides what the others tell
  }
}

link.open();
new ConsumerRunner(database, link, copyStockWhenStockMoved).start();
