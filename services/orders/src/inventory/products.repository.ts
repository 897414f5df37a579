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
}
