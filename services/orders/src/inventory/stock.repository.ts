import { Injectable } from '@nestjs/common';
import { traced, type Sql, type Tx } from '#libs/database';
import { outboxColumns, outboxRow } from '#libs/messaging';
import { messagesOf } from './stock.events.js';
import type { LedgerRow, StockLedger } from './rules/stock-ledger.js';
import type { StockLevel } from './rules/stock.js';

interface StockRow {
  sku: string;
  product_id: string;
  tracked: boolean;
  on_hand: number;
  held: number;
  allow_backorder: boolean;
  low_stock_threshold: number | null;
  level_sequence: number;
  last_movement: number;
  archived: boolean;
}

/** Stock in PostgreSQL, always inside the transaction of whatever moves it. */
@Injectable()
export class StockRepository {
  /**
   * Locks the stock of products, in the order of their SKUs and before any row of an order or any idempotency key is locked:
   * two transactions that keep to this never wait for each other in a circle. A SKU that is no product is left out.
   * @throws a lock timeout when others hold a row for too long
   */
  async lock(tx: Tx, skus: Iterable<string>): Promise<StockLevel[]> {
    const wanted = [...new Set(skus)];
    const rows = await traced(
      'lock stock',
      () => tx<StockRow[]>`
      select s.sku, s.product_id, s.tracked, s.on_hand, s.held, s.allow_backorder, s.low_stock_threshold, s.level_sequence,
        s.last_movement::float8 as last_movement, p.archived_at is not null as archived
      from stock s join products p on p.sku = s.sku
      where s.sku = any(${wanted}::text[])
      order by s.sku
      for no key update of s`,
    );
    return rows.map(toLevel);
  }

  /**
   * Writes what was booked: the counters, the rows of the ledger, the events. The counters change by differences and only
   * where nobody moved them since they were locked; should that ever fail, nothing may be committed.
   */
  async write(tx: Tx, ledger: StockLedger): Promise<void> {
    const changes = changesOf(ledger.rows);
    if (changes.length === 0) return;
    const messages = messagesOf(ledger).map(outboxRow);
    const [row] = await traced(
      'move stock',
      () => tx<{ moved: number }[]>`
      with moved as (
        update stock s
        set on_hand = s.on_hand + c.on_hand_change, held = s.held + c.held_change,
          level_sequence = s.level_sequence + c.notices, last_movement = s.last_movement + c.movements
        from json_to_recordset(${JSON.stringify(withNotices(changes, ledger))}::text::json)
          as c (sku text, first bigint, movements int, notices int, on_hand_change int, held_change int)
        where s.sku = c.sku and s.last_movement = c.first - 1
          and (s.allow_backorder or s.on_hand + c.on_hand_change >= s.held + c.held_change)
        returning s.sku
      ),
      booked as (
        insert into stock_movements (sku, number, kind, on_hand_change, held_change, on_hand, held, order_id, order_sequence,
          reason, document, actor, at)
        select * from json_to_recordset(${JSON.stringify(ledger.rows.map(movementRow))}::text::json) as m (${movementColumns(tx)})
      ),
      told as (
        insert into outbox (event_id, key, partition, subject, headers, payload)
        select * from json_to_recordset(${JSON.stringify(messages)}::text::json) as m (${outboxColumns(tx)})
      )
      select count(*)::int as moved from moved`,
    );
    if (row?.moved !== changes.length) throw new Error('stock was moved although its rows were locked');
  }
}

interface Change {
  readonly sku: string;
  readonly first: number;
  readonly movements: number;
  readonly on_hand_change: number;
  readonly held_change: number;
}

function changesOf(rows: readonly LedgerRow[]): Change[] {
  const changes = new Map<string, Change>();
  for (const { sku, number, onHandChange, heldChange } of rows) {
    const before = changes.get(sku) ?? { sku, first: number, movements: 0, on_hand_change: 0, held_change: 0 };
    changes.set(sku, {
      ...before,
      movements: before.movements + 1,
      on_hand_change: before.on_hand_change + onHandChange,
      held_change: before.held_change + heldChange,
    });
  }
  return [...changes.values()];
}

function withNotices(changes: readonly Change[], { notices }: StockLedger) {
  return changes.map((change) => ({ ...change, notices: notices.filter(({ level }) => level.sku === change.sku).length }));
}

function movementRow({ sku, number, kind, onHandChange, heldChange, onHand, held, cause }: LedgerRow) {
  return {
    sku,
    number,
    kind,
    on_hand_change: onHandChange,
    held_change: heldChange,
    on_hand: onHand,
    held,
    order_id: cause.orderId,
    order_sequence: cause.orderSequence,
    reason: cause.reason,
    document: cause.document,
    actor: cause.actor,
    at: cause.at,
  };
}

const movementColumns = (sql: Sql | Tx) => sql`
  sku text, number bigint, kind text, on_hand_change int, held_change int, on_hand int, held int, order_id uuid,
  order_sequence int, reason text, document text, actor text, at timestamptz`;

function toLevel(row: StockRow): StockLevel {
  return {
    sku: row.sku,
    productId: row.product_id,
    tracked: row.tracked,
    onHand: row.on_hand,
    held: row.held,
    allowBackorder: row.allow_backorder,
    lowStockThreshold: row.low_stock_threshold,
    levelSequence: row.level_sequence,
    lastMovement: row.last_movement,
    archived: row.archived,
  };
}
