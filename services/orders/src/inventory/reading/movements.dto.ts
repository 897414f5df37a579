import { ApiProperty } from '@nestjs/swagger';
import { listOf, QueryChoices, read, Uuid } from '#libs/platform';
import { PageQuery, readPage } from '../../listing/page.js';
import { MOVEMENT_KINDS, type MovementKind } from '../rules/stock.js';
import type { MovementList } from './movements.queries.js';

export class ListMovementsQuery extends PageQuery {
  @QueryChoices(MOVEMENT_KINDS, { about: 'Any of these; repeat the parameter' })
  kind?: string | string[];

  @Uuid({ optional: true, about: 'What moved for this order' })
  order_id?: string;
}

const UNITS = { type: 'integer' } as const;
const NULLABLE_TEXT = { type: String, nullable: true } as const;

class MovementDto {
  @ApiProperty({ type: 'integer', description: 'From 1 without gaps within a SKU' }) number!: number;
  @ApiProperty({ enum: MOVEMENT_KINDS }) kind!: MovementKind;
  @ApiProperty(UNITS) on_hand_change!: number;
  @ApiProperty(UNITS) held_change!: number;
  @ApiProperty({ ...UNITS, description: 'After the movement, as the two that follow' }) on_hand!: number;
  @ApiProperty(UNITS) held!: number;
  @ApiProperty(UNITS) available!: number;
  @ApiProperty({ ...NULLABLE_TEXT, format: 'uuid', description: 'The order that the goods moved for' }) order_id!: string | null;
  @ApiProperty({ type: 'integer', nullable: true, description: "The number of the order's event that tells why" })
  order_sequence!: number | null;
  @ApiProperty(NULLABLE_TEXT) reason!: string | null;
  @ApiProperty({ ...NULLABLE_TEXT, example: 'DN-2026-1107' }) document!: string | null;
  @ApiProperty() actor!: string;
  @ApiProperty({ format: 'date-time', example: '2026-11-21T12:00:00.000Z' }) at!: string;
}

export class MovementListDto {
  @ApiProperty({ type: [MovementDto] }) movements!: MovementDto[];
  @ApiProperty({ ...NULLABLE_TEXT, description: 'Pass it as `cursor` for the next page' }) next_cursor!: string | null;
  @ApiProperty() has_more!: boolean;
  @ApiProperty({ type: 'integer', required: false, description: 'Only with `include_total=true`' }) total?: number;
}

/** @throws DomainError validation_failed with every fault of the query */
export function readMovementList(query: unknown): MovementList {
  const dto = read(ListMovementsQuery, query, '/query');
  const wanted = dto.kind === undefined ? undefined : listOf(dto.kind);
  return {
    ...readPage(dto),
    filter: {
      kinds: wanted && MOVEMENT_KINDS.filter((kind) => wanted.includes(kind)),
      orderId: dto.order_id?.toLowerCase(),
    },
  };
}
