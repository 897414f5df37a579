import { newId } from '#libs/kernel';
import type { Database } from '#libs/database';

export interface GivenStock {
  readonly onHand?: number;
  readonly price?: number | null;
  readonly lowStockThreshold?: number | null;
  readonly allowBackorder?: boolean;
  readonly tracked?: boolean;
}

/** A product with stock, written as a call of the API would leave it. @returns its SKU */
export async function aProduct({ sql }: Database, given: GivenStock = {}): Promise<string> {
  const id = newId();
  const sku = `P-${id.slice(-12)}`;
  const { onHand = 10, lowStockThreshold = null, allowBackorder = false, tracked = true, price = 19.99 } = given;
  const minor = price === null ? null : Math.round(price * 100);
  await sql`insert into products (sku, id, name, price_minor, currency, metadata, version, created_at, updated_at)
    values (${sku}, ${id}, ${`Product ${sku}`}, ${minor}, 'EUR', '{}', 1, now(), now())`;
  await sql`insert into stock (sku, product_id, tracked, on_hand, held, allow_backorder, low_stock_threshold, level_sequence,
    last_movement) values (${sku}, ${id}, ${tracked}, ${onHand}, 0, ${allowBackorder}, ${lowStockThreshold}, 1, 1)`;
  await sql`insert into stock_movements (sku, number, kind, on_hand_change, held_change, on_hand, held, reason, actor, at)
    values (${sku}, 1, 'adjust', ${onHand}, 0, ${onHand}, 0, 'initial stock', 'test', now())`;
  return sku;
}

export interface Level {
  readonly on_hand: number;
  readonly held: number;
}

export async function levelOf({ sql }: Database, sku: string): Promise<Level> {
  const [row] = await sql<Level[]>`select on_hand, held from stock where sku = ${sku}`;
  if (!row) throw new Error(`${sku} is no product`);
  return { ...row };
}

/** The movements of a SKU for orders, oldest first, as `kind on_hand_change held_change`. */
export async function movementsOf({ sql }: Database, sku: string): Promise<string[]> {
  const rows = await sql<{ kind: string; on_hand_change: number; held_change: number }[]>`
    select kind, on_hand_change, held_change from stock_movements where sku = ${sku} and number > 1 order by number`;
  return rows.map((row) => `${row.kind} ${row.on_hand_change} ${row.held_change}`);
}
