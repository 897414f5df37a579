import { ApiProperty } from '@nestjs/swagger';
import { QueryChoice, QueryInteger, Text } from '#libs/platform';
import { ALERTS, type Alert } from './stock-alerts.queries.js';

export class StockAlertsQuery {
  @QueryChoice(ALERTS, { about: 'Only these' })
  alert?: string;

  @QueryInteger({ min: 1, max: 100, default: 20 })
  limit?: string;

  @Text({ optional: true, max: 200, about: '`next_cursor` of the page before' })
  cursor?: string;
}

class StockAlertDto {
  @ApiProperty({ format: 'uuid' }) product_id!: string;
  @ApiProperty({ example: 'WIDGET-001' }) sku!: string;
  @ApiProperty() name!: string;
  @ApiProperty({ enum: ALERTS, description: '`out`: nothing is available; `low`: no more than the threshold is' }) alert!: Alert;
  @ApiProperty({ format: 'date-time', description: 'When the level was crossed' }) since!: string;
  @ApiProperty({ type: 'integer' }) on_hand!: number;
  @ApiProperty({ type: 'integer' }) held!: number;
  @ApiProperty({ type: 'integer' }) available!: number;
  @ApiProperty({ type: 'integer', nullable: true }) low_stock_threshold!: number | null;
}

export class StockAlertListDto {
  @ApiProperty({ type: [StockAlertDto] }) alerts!: StockAlertDto[];
  @ApiProperty({ type: 'string', nullable: true, description: 'Pass it as `cursor` for the next page' }) next_cursor!:
    | string
    | null;
  @ApiProperty() has_more!: boolean;
}
