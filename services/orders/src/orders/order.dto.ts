import { ApiProperty } from '@nestjs/swagger';
import { ProblemSchema } from '#libs/platform';
import { ORDER_STATUSES, PHASES } from './rules/lifecycle.js';
import { BUCKETS } from './rules/quantities.js';

// What is answered, for the OpenAPI document. The tests hold real answers against it.

const UUID = { format: 'uuid', example: '019a9f3e-7c00-7d21-8a4b-5c6d7e8f9011' } as const;
const INSTANT = { format: 'date-time', example: '2026-11-21T12:00:00.000Z' } as const;
const NULLABLE_TEXT = { type: String, nullable: true } as const;
const counts = (names: readonly string[]) => ({
  type: 'object' as const,
  properties: Object.fromEntries(names.map((name) => [name, { type: 'integer' as const }])),
  required: [...names],
});

export class ItemDto {
  @ApiProperty(UUID) id!: string;
  @ApiProperty({ example: 'WIDGET-001' }) sku!: string;
  @ApiProperty({ type: 'integer', example: 2 }) qty!: number;
  @ApiProperty({ example: 19.99 }) price!: number;
  @ApiProperty(INSTANT) created_at!: string;
  @ApiProperty(NULLABLE_TEXT) item_name!: string | null;
  @ApiProperty({ type: Number, nullable: true }) unit_price!: number | null;
  @ApiProperty({ enum: [...BUCKETS, 'partial'], description: 'The one bucket that holds all units, else `partial`' })
  status!: string;
  @ApiProperty({ ...counts(BUCKETS), description: 'Where the units are; they add up to `qty`' } as never) quantities!: object;
}

export class OrderDto {
  @ApiProperty(UUID) id!: string;
  @ApiProperty({ format: 'uuid' }) customer_id!: string;
  @ApiProperty({ enum: ORDER_STATUSES }) status!: string;
  @ApiProperty({ example: 89.97 }) total_amount!: number;
  @ApiProperty({ type: [ItemDto] }) items!: ItemDto[];
  @ApiProperty(INSTANT) created_at!: string;
  @ApiProperty(INSTANT) updated_at!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) metadata!: object;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ description: 'The part of the total whose units were cancelled' }) cancelled_amount!: number;
  @ApiProperty({ description: 'The part of the total whose units came back' }) returned_amount!: number;
  @ApiProperty({ enum: PHASES }) phase!: string;
  @ApiProperty({ enum: ['unfulfilled', 'partial', 'fulfilled'] }) fulfilment_status!: string;
  @ApiProperty({ enum: ['none', 'partial', 'returned'] }) return_status!: string;
  @ApiProperty() on_hold!: boolean;
  @ApiProperty({ ...NULLABLE_TEXT, format: 'date-time', description: 'When it ends by itself, while it is a draft or pending' })
  expires_at!: string | null;
  @ApiProperty(NULLABLE_TEXT) customer_name!: string | null;
  @ApiProperty(NULLABLE_TEXT) external_ref!: string | null;
  @ApiProperty(NULLABLE_TEXT) facility_id!: string | null;
  @ApiProperty(NULLABLE_TEXT) conversation_id!: string | null;
  @ApiProperty({ ...NULLABLE_TEXT, format: 'date-time' }) estimated_ready_time!: string | null;
  @ApiProperty({ type: 'integer', description: 'Counts the changes of the order; the ETag' }) version!: number;
  @ApiProperty({ type: 'integer', description: "The number of the order's newest event" }) last_sequence!: number;
  @ApiProperty({ enum: ORDER_STATUSES, isArray: true }) next_statuses!: string[];
}

export class OrderListDto {
  @ApiProperty({ type: [OrderDto] }) orders!: OrderDto[];
  @ApiProperty({ ...NULLABLE_TEXT, description: 'Pass it as `cursor` for the next page' }) next_cursor!: string | null;
  @ApiProperty() has_more!: boolean;
  @ApiProperty({ type: 'integer', required: false, description: 'Only with `include_total=true`' }) total?: number;
}

class BulkResultDto {
  @ApiProperty({ type: 'integer' }) index!: number;
  @ApiProperty({ type: 'integer', example: 201 }) status!: number;
  @ApiProperty({ type: OrderDto, required: false }) order?: OrderDto;
  @ApiProperty({ type: ProblemSchema, required: false }) problem?: ProblemSchema;
}

export class BulkResultsDto {
  @ApiProperty({ type: [BulkResultDto] }) results!: BulkResultDto[];
}

class StepDto {
  @ApiProperty({ type: 'integer' }) sequence!: number;
  @ApiProperty({ example: 'order_placed' }) event_type!: string;
  @ApiProperty({ ...NULLABLE_TEXT, enum: [...ORDER_STATUSES, null] }) from!: string | null;
  @ApiProperty({ enum: ORDER_STATUSES }) to!: string;
  @ApiProperty({ example: 'api' }) actor!: string;
  @ApiProperty(NULLABLE_TEXT) reason!: string | null;
  @ApiProperty() forced!: boolean;
  @ApiProperty(INSTANT) at!: string;
  @ApiProperty({ type: [String], required: false, description: 'Names of fields that changed' }) changed?: string[];
  @ApiProperty({ type: 'array', items: { type: 'object' }, required: false, description: 'Units that moved' })
  items_changed?: object[];
}

export class JourneyDto {
  @ApiProperty({ format: 'uuid' }) order_id!: string;
  @ApiProperty({ type: [StepDto] }) journey!: StepDto[];
  @ApiProperty({ ...NULLABLE_TEXT, description: 'Pass it as `cursor` for the next page' }) next_cursor!: string | null;
  @ApiProperty() has_more!: boolean;
}

class RevenueDto {
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: 'integer' }) orders!: number;
  @ApiProperty({ example: 1234.5 }) amount!: number;
  @ApiProperty() average_order_amount!: number;
}

export class StatisticsDto {
  @ApiProperty({ type: 'integer' }) total_orders!: number;
  @ApiProperty({ type: 'integer' }) unique_customers!: number;
  @ApiProperty(counts(ORDER_STATUSES) as never) by_status!: object;
  @ApiProperty(counts(PHASES) as never) by_phase!: object;
  @ApiProperty({
    type: [RevenueDto],
    description: 'Of orders that are neither drafts nor ended without a sale, less cancelled and returned units',
  })
  revenue!: RevenueDto[];
}
