import { ApiProperty } from '@nestjs/swagger';
import { Flag, FreeJson, Integer, Money, Text } from '#libs/platform';
import type { JsonObject } from '../../rules/json.js';
import { METADATA_LIMITS } from '../../rules/merge-patch.js';
import { MAX_UNITS } from '../rules/stock-ledger.js';
import { PRODUCT_LIMITS, SKU_FORM } from '../rules/product.js';

/** Rows of a bulk request. Each costs as much as a small order. */
export const MAX_PRODUCTS = 500;

export class CreateProductDto {
  @Text({ max: PRODUCT_LIMITS.sku, pattern: SKU_FORM, about: 'Letters, digits and . _ -', example: 'WIDGET-001' })
  sku!: string;

  @Text({ max: PRODUCT_LIMITS.name, example: 'Widget' })
  name!: string;

  @Money({ optional: true, nullable: true, about: 'What an order is charged that names no price', example: 19.99 })
  price?: number | null;

  @Text({ optional: true, max: 3, about: 'ISO 4217; default from `DEFAULT_CURRENCY`', example: 'EUR' })
  currency?: string;

  @Integer({ optional: true, min: 0, max: MAX_UNITS, about: 'Units in the house; default 0', example: 100 })
  on_hand?: number;

  @Integer({
    optional: true,
    nullable: true,
    min: 0,
    max: MAX_UNITS,
    about: '`stock_low` is told when `available` falls to it; never without one',
  })
  low_stock_threshold?: number | null;

  @Flag({ optional: true, about: 'Whether more may be promised than is there; default false' })
  allow_backorder?: boolean;

  @Flag({ optional: true, about: 'False for what nobody counts, such as a service or a dish; default true' })
  track_stock?: boolean;

  @FreeJson({ optional: true, ...METADATA_LIMITS, about: 'Anything, kept as it is; at most 16 KiB' })
  metadata?: JsonObject;
}

export class CreateProductsDto {
  @ApiProperty({ type: [CreateProductDto], minItems: 1, maxItems: MAX_PRODUCTS })
  products!: unknown[];

  @Flag({ optional: true, about: 'All products or none' })
  atomic?: boolean;
}
