import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problems } from '#libs/platform';
import { isNotModified } from '../../http/preconditions.js';
import { pathSkuOf } from '../path-sku.js';
import { ProductDto } from '../product.dto.js';
import { etagOfProduct, presentProduct } from '../product.presenter.js';
import { ProductsRepository } from '../products.repository.js';
import { ProductNotFound } from '../rules/product.errors.js';

@ApiTags('products')
@Controller('products')
export class ProductsReadingController {
  constructor(private readonly products: ProductsRepository) {}

  @Get(':sku')
  @ApiOperation({ summary: 'A product with its stock', operationId: 'getProduct' })
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'The `ETag` of a copy; 304 while it is still good' })
  @ApiOkResponse({ type: ProductDto, headers: { ETag: { schema: { type: 'string' } } } })
  @ApiResponse({ status: 304, description: 'The copy is still good' })
  @Problems('product_not_found')
  async get(@Param('sku') sku: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const found = await this.products.find(pathSkuOf(sku));
    if (!found) throw new ProductNotFound();
    const etag = etagOfProduct(found.product, found.level);
    void reply.header('etag', etag);
    if (isNotModified(request.headers['if-none-match'], etag)) await reply.code(304).send();
    else await reply.send(presentProduct(found));
  }
}
