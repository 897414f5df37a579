import { setTimeout as delay } from 'node:timers/promises';
import { PRODUCTS } from '../load/shop.js';
import { type Fault, only } from './fault.js';

/** The best-selling products. */
export const HELD_SKUS = PRODUCTS.slice(0, 2).map(({ sku }) => sku);

/** What other sessions of the same database do to the service. */
export const database: readonly Fault[] = [
  {
    name: 'hot-row-held',
    about: 'a session holds the stock rows of the best-selling products',
    targets: only('stock'),
    seconds: [2.2, 2.5],
    longSeconds: [3, 9],
    inject: async ({ system, seconds }) => {
      await system.database.transaction(async (tx) => {
        await tx`select from stock where sku = any(${HELD_SKUS}::text[]) order by sku for update`;
        await delay(seconds * 1_000);
      });
    },
  },
  {
    name: 'long-snapshot',
    about: 'a session keeps a snapshot open, so that no dead row can be cleaned up',
    targets: only('outbox'),
    seconds: [6, 8],
    longSeconds: [60, 120],
    background: true,
    inject: async ({ system, seconds }) => {
      const look = async () => {
        await system.database.transaction(async (tx) => {
          await tx`set local idle_in_transaction_session_timeout = 0`;
          await tx`select count(*) from outbox`;
          await delay(seconds * 1_000);
        }, { isolation: 'repeatable read', readOnly: true });
      };
      // Another fault may end the session: the snapshot has then lasted as long as it could.
      await look().catch(() => undefined);
    },
  },
];
