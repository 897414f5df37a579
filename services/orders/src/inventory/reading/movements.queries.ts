import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database, type Sql } from '#libs/database';
import { isWhole, readCursor } from '../../listing/cursor.js';
import { pageOf, type Page, type PageRequest } from '../../listing/page.js';
import { DATABASE } from '../../tokens.js';
import { ProductNotFound } from '../rules/product.errors.js';
import { availableOf, type MovementKind } from '../rules/stock.js';

export interface MovementFilter {
  readonly kinds?: readonly MovementKind[];
  readonly orderId?: string;
}

export interface MovementList extends PageRequest {
  readonly filter: MovementFilter;
}

interface MovementRow {
  number: number;
  kind: MovementKind;
  on_hand_change: number;
  held_change: number;
  on_hand: number;
  held: number;
  order_id: string | null;
  order_sequence: number | null;
  reason: string | null;
  document: string | null;
  actor: string;
  at: Date;
}

/** The ledger of a SKU; it is read from the replica where there is one. */
@Injectable()
export class MovementsQueries {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** What moved, the newest first. @throws ProductNotFound, DomainError invalid_cursor */
  async list(sku: string, { filter, limit, cursor, skip = 0, includeTotal }: MovementList): Promise<Page<MovementRow>> {
    const sql = this.database.readSql;
    const productId = await this.productOf(sku);
    const identity = ['movements', productId, filter];
    const after = cursor === undefined ? sql`true` : sql`m.number < ${readCursor(cursor, identity, isWhole).value}::bigint`;
    const [rows, total] = await Promise.all([
      traced(
        'list movements',
        () => sql<MovementRow[]>`
        select m.number::float8 as number, kind, on_hand_change, held_change, on_hand, held, order_id, order_sequence, reason,
          document, actor, at
        from stock_movements m where ${conditionOf(sql, sku, filter)} and ${after}
        order by m.number desc limit ${limit + 1} offset ${skip}`,
      ),
      includeTotal ? this.count(sku, filter) : undefined,
    ]);
    return { ...pageOf(rows, limit, identity, ({ number }) => ({ value: String(number), id: productId })), total };
  }

  private async productOf(sku: string): Promise<string> {
    const [product] = await this.database.readSql<{ id: string }[]>`select id from products where sku = ${sku}`;
    if (!product) throw new ProductNotFound();
    return product.id;
  }

  private async count(sku: string, filter: MovementFilter): Promise<number> {
    const sql = this.database.readSql;
    const where = conditionOf(sql, sku, filter);
    const [row] = await sql<{ total: bigint }[]>`select count(*) as total from stock_movements m where ${where}`;
    return Number(row?.total ?? 0);
  }
}

function conditionOf(sql: Sql, sku: string, { kinds, orderId }: MovementFilter) {
  const ofKind = kinds === undefined ? sql`true` : sql`kind = any(${[...kinds]}::text[])`;
  const ofOrder = orderId === undefined ? sql`true` : sql`order_id = ${orderId}`;
  return sql`sku = ${sku} and ${ofKind} and ${ofOrder}`;
}

export function presentMovement({ number, kind, at, ...row }: MovementRow) {
  return {
    number,
    kind,
    on_hand_change: row.on_hand_change,
    held_change: row.held_change,
    on_hand: row.on_hand,
    held: row.held,
    available: availableOf({ onHand: row.on_hand, held: row.held }),
    order_id: row.order_id,
    order_sequence: row.order_sequence,
    reason: row.reason,
    document: row.document,
    actor: row.actor,
    at: at.toISOString(),
  };
}

export type MovementBody = ReturnType<typeof presentMovement>;
