import { Choice, FreeJson, Instant, Integer, Items, Money, Text, Uuid } from '#libs/platform';
import type { JsonObject } from '../rules/order.js';
import { INITIAL_STATUSES, type InitialStatus } from '../rules/lifecycle.js';
import { METADATA, TEXT } from '../order.limits.js';

export class PlaceItemDto {
  @Text({ max: TEXT.sku, about: 'Stock keeping unit', example: 'WIDGET-001' })
  sku!: string;

  @Integer({ min: 1, max: 1_000_000, example: 2 })
  qty!: number;

  @Money({ optional: true, about: 'What one unit is charged, in the order\'s currency. Required for a SKU that is no product.', example: 19.99 })
  price?: number;

  @Money({ optional: true, nullable: true, about: 'The list price of one unit, where it differs from `price`' })
  unit_price?: number | null;

  @Text({ optional: true, nullable: true, max: TEXT.name })
  item_name?: string | null;
}
