import { ApiProperty } from '@nestjs/swagger';
import { Choice, QueryFlag, QueryInteger, read, refuse, Text } from '#libs/platform';
import { MAX_CURSOR } from '../../listing/cursor.js';
import { ProductDto } from '../product.dto.js';
import { PRODUCT_LIMITS } from '../rules/product.js';
import { ARCHIVED, PRODUCT_SORTS, type ProductList } from './products.queries.js';

const optional = true;

export class ListProductsQuery {
  @Text({ optional, max: PRODUCT_LIMITS.sku, about: 'What the SKU begins with, in either case' })
  sku?: string;

  @Text({ optional, max: PRODUCT_LIMITS.name, about: 'Part of the name, in either case' })
  name?: string;

  @Text({ optional, max: PRODUCT_LIMITS.name, about: 'Part of the SKU or of the name' })
  q?: string;

  @Choice(ARCHIVED, { optional, about: 'Default `false`: what is sold; `any` for both' })
  archived?: string;

  @QueryFlag({ about: 'Whether no more is available than `low_stock_threshold`, or nothing where there is no threshold' })
  low_stock?: string;

  @Choice(PRODUCT_SORTS, { optional, about: 'Default `-created_at`, newest first' })
  sort?: string;

  @QueryInteger({ min: 1, max: 100, default: 20 })
  limit?: string;

  @Text({ optional, max: MAX_CURSOR, about: '`next_cursor` of the page before' })
  cursor?: string;

  @QueryInteger({ min: 0, max: 10_000, default: 0, about: 'Products to pass over; prefer `cursor`' })
  skip?: string;

  @QueryFlag({ about: 'Count all products of the filter' })
  include_total?: string;
}

export class ProductListDto {
  @ApiProperty({ type: [ProductDto] }) products!: ProductDto[];
  @ApiProperty({ type: String, nullable: true, description: 'Pass it as `cursor` for the next page' })
  next_cursor!: string | null;
  @ApiProperty() has_more!: boolean;
  @ApiProperty({ type: 'integer', required: false, description: 'Only with `include_total=true`' }) total?: number;
}

/** @throws DomainError validation_failed with every fault of the query */
export function readProductList(query: unknown): ProductList {
  const dto = read(ListProductsQuery, query, '/query');
  if (dto.cursor !== undefined && dto.skip !== undefined) {
    refuse([{ pointer: '/query/skip', message: 'goes with the first page only; a cursor already names its place' }]);
  }
  const archived = ARCHIVED.find((choice) => choice === dto.archived) ?? 'false';
  const lowStock = dto.low_stock === undefined ? undefined : dto.low_stock === 'true';
  return {
    filter: { sku: dto.sku, name: dto.name, q: dto.q, archived, lowStock },
    sort: PRODUCT_SORTS.find((sort) => sort === dto.sort) ?? '-created_at',
    limit: Number(dto.limit ?? 20),
    cursor: dto.cursor,
    skip: Number(dto.skip ?? 0),
    includeTotal: dto.include_total === 'true',
  };
}
