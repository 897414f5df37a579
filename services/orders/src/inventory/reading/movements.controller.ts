import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Problems } from '#libs/platform';
import { NEXT_PAGE } from '../../listing/next-page.js';
import { sendPage } from '../../listing/page.js';
import { pathSkuOf } from '../path-sku.js';
import { ListMovementsQuery, MovementListDto, readMovementList } from './movements.dto.js';
import { MovementsQueries, presentMovement } from './movements.queries.js';

@ApiTags('products')
@Controller('products/:sku/stock/movements')
export class MovementsController {
  constructor(private readonly movements: MovementsQueries) {}

  @Get()
  @ApiOperation({
    summary: 'The ledger of a product: what moved its stock, newest first',
    description: 'The changes add up to the stock as it stands, from the first movement on.',
    operationId: 'listMovements',
  })
  @ApiQuery({ type: ListMovementsQuery })
  @ApiOkResponse({ type: MovementListDto, headers: NEXT_PAGE })
  @Problems('product_not_found', 'validation_failed', 'invalid_cursor')
  async list(@Param('sku') sku: string, @Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    const page = await this.movements.list(pathSkuOf(sku), readMovementList(query));
    await sendPage(reply, 'movements', page, presentMovement);
  }
}
