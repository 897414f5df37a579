import { ApiProperty } from '@nestjs/swagger';
import { Integer, read, refuse, Text } from '#libs/platform';
import { PRODUCT_LIMITS } from '../rules/product.js';
import { MAX_UNITS } from '../rules/stock-ledger.js';
import { StockLevelDto } from '../product.dto.js';

export class AdjustStockDto {
  @Integer({ optional: true, min: -MAX_UNITS, max: MAX_UNITS, about: 'Units more, or fewer when below zero', example: 12 })
  change?: number;

  @Integer({ optional: true, min: 0, max: MAX_UNITS, about: 'Units as they were counted, instead of `change`' })
  on_hand?: number;

  @Text({ max: PRODUCT_LIMITS.reason, lines: true, about: 'Why, for the ledger and the event', example: 'delivery received' })
  reason!: string;

  @Text({ optional: true, nullable: true, max: PRODUCT_LIMITS.document, about: 'What proves it', example: 'DN-2026-1107' })
  document?: string | null;
}

export class AdjustedDto extends StockLevelDto {
  @ApiProperty({ type: 'integer', nullable: true, description: 'The movement in the ledger; `null` when nothing changed' })
  movement!: number | null;
  @ApiProperty({ type: 'integer', description: 'By how much `on_hand` changed' }) change!: number;
}

/** By how many units, or to how many. */
export type Adjustment = { readonly change: number } | { readonly onHand: number };

export interface AdjustStock {
  readonly adjustment: Adjustment;
  readonly reason: string;
  readonly document: string | null;
}

/** @throws DomainError validation_failed */
export function readAdjustment(body: unknown): AdjustStock {
  const { change, on_hand: onHand, reason, document = null } = read(AdjustStockDto, body);
  const both = (change === undefined) === (onHand === undefined);
  refuse([
    ...(both ? [{ pointer: '/change', message: 'is required, or on_hand instead, but not both' }] : []),
    ...(change === 0 ? [{ pointer: '/change', message: 'must not be 0' }] : []),
  ]);
  return { adjustment: onHand === undefined ? { change: change ?? 0 } : { onHand }, reason, document };
}
