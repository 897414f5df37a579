import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database, type Sql } from '#libs/database';
import { containing } from '../../listing/containing.js';
import { isPlainText, isWhole, readCursor, type Place, type ValueForm } from '../../listing/cursor.js';
import { pageOf, type Page, type PageRequest } from '../../listing/page.js';
import { DATABASE } from '../../tokens.js';
import { selectProduct, toStockedProduct, type ProductRow } from '../product.rows.js';
import type { StockedProduct } from '../rules/product.js';
import { availableOf } from '../rules/stock.js';

/** `-` is descending. Names are sorted without regard to case, and what is the same by age. */
export const PRODUCT_SORTS = ['-created_at', 'created_at', 'sku', '-sku', 'name', '-name', 'available', '-available'] as const;
export type ProductSort = (typeof PRODUCT_SORTS)[number];

export const ARCHIVED = ['false', 'true', 'any'] as const;

/** Everything given must hold. Texts are matched without regard to case. */
export interface ProductFilter {
  /** The products with these SKUs, matched exactly. */
  readonly skus?: readonly string[];
  /** Part of the name. */
  readonly name?: string;
  /** Part of the SKU or of the name. */
  readonly q?: string;
  readonly archived: (typeof ARCHIVED)[number];
  /** Whether a product that is counted has no more available than its threshold, or nothing where it has none. */
  readonly lowStock?: boolean;
}

export interface ProductList extends PageRequest {
  readonly filter: ProductFilter;
  readonly sort: ProductSort;
}

/** Lists of products; they read from the replica where there is one. */
@Injectable()
export class ProductsQueries {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** One page in a stable order. @throws DomainError invalid_cursor */
  async list({ filter, sort, limit, cursor, skip = 0, includeTotal }: ProductList): Promise<Page<StockedProduct>> {
    const sql = this.database.readSql;
    const identity = ['products', filter, sort];
    const where = conditionOf(sql, filter);
    const after = cursor === undefined ? sql`true` : afterPlace(sql, sort, readCursor(cursor, identity, valueFormOf(sort)));
    const [rows, total] = await Promise.all([
      traced(
        'list products',
        () => sql<ProductRow[]>`${selectProduct(sql)} where ${where} and ${after} ${orderBy(sql, sort)}
        limit ${limit + 1} offset ${skip}`,
      ),
      includeTotal ? this.count(filter) : undefined,
    ]);
    return { ...pageOf(rows.map(toStockedProduct), limit, identity, (product) => placeOf(product, sort)), total };
  }

  private async count(filter: ProductFilter): Promise<number> {
    const sql = this.database.readSql;
    const [row] = await sql<{ total: bigint }[]>`
      select count(*) as total from products p join stock s on s.sku = p.sku where ${conditionOf(sql, filter)}`;
    return Number(row?.total ?? 0);
  }
}

function conditionOf(sql: Sql, { skus, name, q, archived, lowStock }: ProductFilter) {
  const isLow = sql`(s.tracked and s.on_hand - s.held <= coalesce(s.low_stock_threshold, 0))`;
  const conditions = [
    ...(skus === undefined ? [] : [sql`p.sku = any(${[...skus]}::text[])`]),
    ...(name === undefined ? [] : [sql`p.name ilike any(${containing(name)}::text[])`]),
    ...(q === undefined ? [] : [sql`(p.sku ilike any(${containing(q)}::text[]) or p.name ilike any(${containing(q)}::text[]))`]),
    ...(archived === 'any' ? [] : [archived === 'true' ? sql`p.archived_at is not null` : sql`p.archived_at is null`]),
    ...(lowStock === undefined ? [] : [lowStock ? isLow : sql`not ${isLow}`]),
  ];
  return conditions.reduce((all, next) => sql`${all} and ${next}`, sql`true`);
}

function placeOf({ product: { id, sku, name }, level }: StockedProduct, sort: ProductSort): Place {
  switch (sort) {
    case 'created_at':
    case '-created_at':
      return { value: '0', id };
    case 'sku':
    case '-sku':
      return { value: sku, id };
    case 'name':
    case '-name':
      return { value: name, id };
    case 'available':
    case '-available':
      return { value: String(availableOf(level)), id };
  }
}

function valueFormOf(sort: ProductSort): ValueForm {
  return sort === 'available' || sort === '-available' ? isWhole : isPlainText;
}

/**
 * By creation time means by id, which carries that time. What is available is in no index: one on the counters would have to
 * be written by every sale.
 */
function orderBy(sql: Sql, sort: ProductSort) {
  switch (sort) {
    case 'created_at':
      return sql`order by p.id`;
    case '-created_at':
      return sql`order by p.id desc`;
    case 'sku':
      return sql`order by p.sku`;
    case '-sku':
      return sql`order by p.sku desc`;
    case 'name':
      return sql`order by lower(p.name), p.id`;
    case '-name':
      return sql`order by lower(p.name) desc, p.id desc`;
    case 'available':
      return sql`order by s.on_hand - s.held, p.id`;
    case '-available':
      return sql`order by s.on_hand - s.held desc, p.id desc`;
  }
}

function afterPlace(sql: Sql, sort: ProductSort, { value, id }: Place) {
  switch (sort) {
    case 'created_at':
      return sql`p.id > ${id}`;
    case '-created_at':
      return sql`p.id < ${id}`;
    case 'sku':
      return sql`p.sku > ${value}`;
    case '-sku':
      return sql`p.sku < ${value}`;
    case 'name':
      return sql`(lower(p.name), p.id) > (lower(${value}::text), ${id}::uuid)`;
    case '-name':
      return sql`(lower(p.name), p.id) < (lower(${value}::text), ${id}::uuid)`;
    case 'available':
      return sql`(s.on_hand - s.held, p.id) > (${value}::bigint, ${id}::uuid)`;
    case '-available':
      return sql`(s.on_hand - s.held, p.id) < (${value}::bigint, ${id}::uuid)`;
  }
}
