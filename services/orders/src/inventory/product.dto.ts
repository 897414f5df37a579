import { ApiProperty } from '@nestjs/swagger';
import { ProblemSchema } from '#libs/platform';

// What is answered, for the OpenAPI document. The tests hold real answers against it.

const INSTANT = { format: 'date-time', example: '2026-11-21T12:00:00.000Z' } as const;
const UNITS = { type: 'integer' } as const;

export class StockDto {
  @ApiProperty({ ...UNITS, description: 'Units in the house' }) on_hand!: number;
  @ApiProperty({ ...UNITS, description: 'Units of them promised to orders' }) held!: number;
  @ApiProperty({ ...UNITS, description: '`on_hand` − `held`; below zero only with backorders' }) available!: number;
  @ApiProperty({ ...UNITS, nullable: true, description: '`stock_low` is told when `available` falls to it' })
  low_stock_threshold!: number | null;
  @ApiProperty({ description: 'Whether more may be promised than is there' }) allow_backorder!: boolean;
  @ApiProperty({ description: 'Whether units are counted; orders of a product without it hold nothing' }) track_stock!: boolean;
}

export class ProductDto extends StockDto {
  @ApiProperty({ example: 'WIDGET-001' }) sku!: string;
  @ApiProperty({ example: 'Widget' }) name!: string;
  @ApiProperty({ type: Number, nullable: true, example: 19.99, description: 'What an order is charged that names no price' })
  price!: number | null;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) metadata!: object;
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: 'integer', description: 'Counts the changes of the product itself' }) version!: number;
  @ApiProperty({ type: String, nullable: true, format: 'date-time', description: 'Since when it is no longer sold' })
  archived_at!: string | null;
  @ApiProperty(INSTANT) created_at!: string;
  @ApiProperty(INSTANT) updated_at!: string;
}

class ProductResultDto {
  @ApiProperty({ type: 'integer' }) index!: number;
  @ApiProperty({ type: 'integer', example: 201 }) status!: number;
  @ApiProperty({ type: ProductDto, required: false }) product?: ProductDto;
  @ApiProperty({ type: ProblemSchema, required: false }) problem?: ProblemSchema;
}

export class ProductResultsDto {
  @ApiProperty({ type: [ProductResultDto] }) results!: ProductResultDto[];
}

export class StockLevelDto extends StockDto {
  @ApiProperty({ example: 'WIDGET-001' }) sku!: string;
}
