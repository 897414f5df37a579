import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database, type Sql, type Tx } from '#libs/database';
import { DATABASE } from '../tokens.js';
import { productColumns, productRow, selectProduct, toStockedProduct, type ProductRow } from './product.rows.js';
import type { StockedProduct } from './rules/product.js';

@Injectable()
export class ProductsRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async find(sku: string, sql: Sql | Tx = this.database.sql): Promise<StockedProduct | undefined> {
    const [row] = await traced('find product', () => sql<ProductRow[]>`${selectProduct(sql)} where p.sku = ${sku}`);
    return row && toStockedProduct(row);
  }

  /**
   * Inserts products with empty shelves, in the order of their SKUs.
   * @returns the SKUs that were free
   */
  async insert(tx: Tx, products: readonly StockedProduct[]): Promise<Set<string>> {
    const rows = await traced(
      'insert products',
      () => tx<{ sku: string }[]>`
      with input as materialized (
        select * from json_to_recordset(${JSON.stringify(products.map(productRow))}::text::json) as p (${productColumns(tx)})
      ),
      done as (
        insert into products (sku, id, name, price_minor, currency, metadata, version, archived_at, created_at, updated_at)
        select sku, id, name, price_minor, currency, metadata, version, archived_at, created_at, updated_at
        from input order by sku
        on conflict (sku) do nothing
        returning sku, id
      ),
      shelves as (
        insert into stock (sku, product_id, tracked, on_hand, held, allow_backorder, low_stock_threshold, level_sequence,
          last_movement)
        select done.sku, done.id, i.tracked, 0, 0, i.allow_backorder, i.low_stock_threshold, 0, 0
        from done join input i on i.id = done.id
      )
      select sku from done`,
    );
    return new Set(rows.map(({ sku }) => sku));
  }

  /** Saves a changed product and the settings of its stock, whose row this transaction has locked. */
  async save(tx: Tx, product: StockedProduct): Promise<void> {
    await traced(
      'save product',
      () => tx`
      with input as materialized (
        select * from json_to_recordset(${JSON.stringify([productRow(product)])}::text::json) as p (${productColumns(tx)})
      ),
      shelf as (
        update stock s
        set tracked = i.tracked, allow_backorder = i.allow_backorder, low_stock_threshold = i.low_stock_threshold
        from input i
        where s.sku = i.sku and (s.tracked, s.allow_backorder, s.low_stock_threshold) is distinct from
          (i.tracked, i.allow_backorder, i.low_stock_threshold)
      )
      update products p
      set name = i.name, price_minor = i.price_minor, currency = i.currency, metadata = i.metadata, version = i.version,
        archived_at = i.archived_at, updated_at = i.updated_at
      from input i where p.sku = i.sku`,
    );
  }

  /** Whether an order has the SKU, or ever had it when its goods moved. */
  async isInUse(tx: Tx, sku: string): Promise<boolean> {
    const [row] = await tx<{ in_use: boolean }[]>`
      select exists (select from order_items where sku = ${sku})
        or exists (select from stock_movements where sku = ${sku} and order_id is not null) as in_use`;
    return row?.in_use === true;
  }

  /** Removes a product with its stock and its ledger: its SKU may be used again, and would begin a new one. */
  async remove(tx: Tx, sku: string): Promise<void> {
    await traced(
      'delete product',
      () => tx`
      with ledger as (delete from stock_movements where sku = ${sku})
      delete from products where sku = ${sku}`,
    );
  }
}
