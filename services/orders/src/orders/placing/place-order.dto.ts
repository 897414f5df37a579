import { ApiProperty } from '@nestjs/swagger';
import { Choice, Flag, FreeJson, Instant, Integer, ListOf, Money, Text, Uuid } from '#libs/platform';
import { MAX_BULK, MAX_ITEMS, MAX_QTY, TEXT } from '../rules/order.limits.js';
import { INITIAL_STATUSES, parseInitialStatus } from '../rules/lifecycle.js';
import type { JsonObject } from '../../rules/json.js';
import { METADATA_LIMITS } from '../../rules/merge-patch.js';

export class PlaceItemDto {
  @Text({ max: TEXT.sku, about: 'Stock keeping unit', example: 'WIDGET-001' })
  sku!: string;

  @Integer({ min: 1, max: MAX_QTY, example: 2 })
  qty!: number;

  @Money({
    optional: true,
    about: "What one unit is charged, in the order's currency; required for a SKU without a catalogue price",
    example: 19.99,
  })
  price?: number;

  @Money({ optional: true, nullable: true, about: 'The list price of one unit, where it differs from `price`' })
  unit_price?: number | null;

  @Text({ optional: true, nullable: true, max: TEXT.name, about: 'What people call it' })
  item_name?: string | null;
}

export class PlaceOrderDto {
  @Uuid({ example: '550e8400-e29b-41d4-a716-446655440000' })
  customer_id!: string;

  @ListOf(() => PlaceItemDto, { min: 1, max: MAX_ITEMS })
  items!: PlaceItemDto[];

  @Choice(INITIAL_STATUSES, { optional: true, parse: parseInitialStatus, about: 'The status to begin in; default `draft`' })
  status?: string;

  @Text({ optional: true, max: 3, about: 'ISO 4217; default from `DEFAULT_CURRENCY`', example: 'EUR' })
  currency?: string;

  @Text({ optional: true, nullable: true, max: TEXT.reference, about: "The order's name in another system; unique" })
  external_ref?: string | null;

  @Text({ optional: true, nullable: true, max: TEXT.name })
  customer_name?: string | null;

  @Text({ optional: true, nullable: true, max: TEXT.reference, about: 'The shop, kitchen or warehouse that serves it' })
  facility_id?: string | null;

  @Text({ optional: true, nullable: true, max: TEXT.reference, about: 'The conversation in which it came about' })
  conversation_id?: string | null;

  @Instant({ optional: true, nullable: true })
  estimated_ready_time?: string | null;

  @Instant({
    optional: true,
    nullable: true,
    about: 'When it ends by itself as long as it is a draft or pending; `null` for never; default from configuration',
  })
  expires_at?: string | null;

  @FreeJson({ optional: true, ...METADATA_LIMITS, about: 'Anything, kept as it is; at most 16 KiB', example: { source: 'web' } })
  metadata?: JsonObject;
}

export class BulkDto {
  @ApiProperty({ type: [PlaceOrderDto], minItems: 1, maxItems: MAX_BULK })
  orders!: unknown[];

  @Flag({ optional: true, about: 'All orders or none' })
  atomic?: boolean;
}
