import { Body, Controller, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problems } from '#libs/platform';
import { ApiActor, ApiIdempotent, WriteProblems } from '../../http/api-headers.js';
import { circumstancesOf, idempotentRequestOf, send } from '../../http/request.js';
import { pathSkuOf } from '../path-sku.js';
import { StockLevelDto } from '../product.dto.js';
import { presentLevel } from '../product.presenter.js';
import { ProductsRepository } from '../products.repository.js';
import { ProductNotFound } from '../rules/product.errors.js';
import { AdjustedDto, AdjustStockDto, readAdjustment } from './adjust-stock.dto.js';
import { AdjustingService } from './adjusting.service.js';

@ApiTags('products')
@Controller('products/:sku/stock')
export class AdjustingController {
  constructor(
    private readonly products: ProductsRepository,
    private readonly adjusting: AdjustingService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How the stock of a product stands', operationId: 'getStock' })
  @ApiOkResponse({ type: StockLevelDto })
  @Problems('product_not_found')
  async get(@Param('sku') sku: string): Promise<object> {
    const found = await this.products.find(pathSkuOf(sku));
    if (!found) throw new ProductNotFound();
    return { sku, ...presentLevel(found.level) };
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Adjust the stock by hand: received, counted, broken, lost',
    description: 'Refused when fewer units were left than orders hold: cancel orders first, or allow backorders.',
    operationId: 'adjustStock',
  })
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: AdjustStockDto })
  @ApiOkResponse({ type: AdjustedDto })
  @WriteProblems('product_not_found', 'insufficient_stock', 'too_many_units')
  async adjust(
    @Param('sku') sku: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const command = readAdjustment(body);
    const by = circumstancesOf(request);
    await send(reply, await this.adjusting.adjust(pathSkuOf(sku), command, by, idempotentRequestOf(request)));
  }
}
