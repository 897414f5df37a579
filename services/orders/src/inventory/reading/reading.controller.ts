import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problems } from '#libs/platform';
import { isNotModified } from '../../http/preconditions.js';
import { NEXT_PAGE } from '../../listing/next-page.js';
import { sendPage } from '../../listing/page.js';
import { pathSkuOf } from '../path-sku.js';
import { ProductDto } from '../product.dto.js';
import { etagOfProduct, presentProduct } from '../product.presenter.js';
import { ProductsRepository } from '../products.repository.js';
import { ProductNotFound } from '../rules/product.errors.js';
import { ListProductsQuery, ProductListDto, readProductList } from './list-products.dto.js';
import { ProductsQueries } from './products.queries.js';

@ApiTags('products')
@Controller('products')
export class ProductsReadingController {
  constructor(
    private readonly products: ProductsRepository,
    private readonly lists: ProductsQueries,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Products with their stock, newest first, page by page', operationId: 'listProducts' })
  @ApiQuery({ type: ListProductsQuery })
  @ApiOkResponse({ type: ProductListDto, headers: NEXT_PAGE })
  @Problems('validation_failed', 'invalid_cursor')
  async list(@Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    await sendPage(reply, 'products', await this.lists.list(readProductList(query)), presentProduct);
  }

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
