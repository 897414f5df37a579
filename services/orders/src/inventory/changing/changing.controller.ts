import { Body, Controller, Delete, HttpCode, Param, Patch, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiActor, ApiIdempotent, ApiIfMatch, BodyProblems, WriteProblems } from '../../http/api-headers.js';
import { circumstancesOf, idempotentRequestOf, send } from '../../http/request.js';
import { pathSkuOf } from '../path-sku.js';
import { ProductDto } from '../product.dto.js';
import { PatchProductDto, readPatchProduct } from './change-product.dto.js';
import { ProductChangingService, type ProductRequest } from './changing.service.js';

@ApiTags('products')
@Controller('products/:sku')
export class ProductChangingController {
  constructor(private readonly changing: ProductChangingService) {}

  @Patch()
  @ApiOperation({
    summary: 'Change a product, archive it, or sell it again',
    description:
      'What is left out stays as it is. The `ETag` of a product is `"id.version.movement"`; `If-Match` leaves the ' +
      'movement out, because sales move the stock all the time. An archived product is listed only when asked for, and ' +
      'orders that hold it already go on. How many units there are is changed with `POST /products/{sku}/stock`.',
    operationId: 'patchProduct',
  })
  @ApiConsumes('application/json', 'application/merge-patch+json')
  @ApiIfMatch()
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: PatchProductDto })
  @ApiOkResponse({ type: ProductDto, headers: { ETag: { schema: { type: 'string' } } } })
  @WriteProblems('product_not_found', 'backorders_open', 'precondition_failed')
  async patch(
    @Param('sku') sku: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const command = readPatchProduct(body);
    const wanted = { ...productRequestOf(sku, request), idempotent: idempotentRequestOf(request) };
    await send(reply, await this.changing.change(wanted, command, circumstancesOf(request)));
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a product that no order knows',
    description: 'With its stock and its ledger. A product that was ever in an order is archived instead.',
    operationId: 'deleteProduct',
  })
  @ApiIfMatch()
  @ApiActor()
  @ApiNoContentResponse({ description: 'It is gone' })
  @BodyProblems('product_not_found', 'product_in_use', 'precondition_failed')
  async delete(@Param('sku') sku: string, @Req() request: FastifyRequest): Promise<void> {
    await this.changing.delete(productRequestOf(sku, request), circumstancesOf(request));
  }
}

function productRequestOf(sku: string, request: FastifyRequest): ProductRequest {
  return { sku: pathSkuOf(sku), ifMatch: request.headers['if-match'] };
}
