import { ApiProperty } from '@nestjs/swagger';
import { listOf, QueryChoice, QueryFlag, QueryTexts, read, Text } from '#libs/platform';
import { PageQuery, readPage } from '../../listing/page.js';
import { ProductDto } from '../product.dto.js';
import { PRODUCT_LIMITS } from '../rules/product.js';
import { ARCHIVED, PRODUCT_SORTS, type ProductList } from './products.queries.js';

const optional = true;

export class ListProductsQuery extends PageQuery {
  @QueryTexts({ max: PRODUCT_LIMITS.sku, most: 100, about: 'The products with these SKUs; repeat the parameter' })
  sku?: string | string[];

  @Text({ optional, max: PRODUCT_LIMITS.name, about: 'Part of the name, in either case' })
  name?: string;

  @Text({ optional, max: PRODUCT_LIMITS.name, about: 'Part of the SKU or of the name' })
  q?: string;

  @QueryChoice(ARCHIVED, { about: 'Default `false`: what is sold; `any` for both' })
  archived?: string;

  @QueryFlag({ about: 'Whether no more is available than `low_stock_threshold`, or nothing where there is no threshold' })
  low_stock?: string;

  @QueryChoice(PRODUCT_SORTS, { about: 'Default `-created_at`, newest first' })
  sort?: string;
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
  const skus = dto.sku === undefined ? undefined : listOf(dto.sku).map(String);
  const archived = ARCHIVED.find((choice) => choice === dto.archived) ?? 'false';
  const lowStock = dto.low_stock === undefined ? undefined : dto.low_stock === 'true';
  return {
    ...readPage(dto),
    filter: { skus, name: dto.name, q: dto.q, archived, lowStock },
    sort: PRODUCT_SORTS.find((sort) => sort === dto.sort) ?? '-created_at',
  };
}
