import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import { ApiActor, ApiIdempotent, WriteProblems } from '../../http/api-headers.js';
import { readBulk } from '../../http/read-bulk.js';
import { circumstancesOf, idempotentRequestOf, send } from '../../http/request.js';
import type { OrdersSettings } from '../../orders.config.js';
import { ORDERS_SETTINGS } from '../../tokens.js';
import { ProductDto, ProductResultsDto } from '../product.dto.js';
import { CreateProductDto, CreateProductsDto, MAX_PRODUCTS } from './create-product.dto.js';
import { CreatingService, type ProductRow } from './creating.service.js';
import { readCreateProduct } from './read-create-product.js';

@ApiTags('products')
@Controller('products')
export class CreatingController {
  constructor(
    private readonly creating: CreatingService,
    @Inject(ORDERS_SETTINGS) private readonly settings: OrdersSettings,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create a product with its stock', operationId: 'createProduct' })
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: CreateProductDto })
  @ApiCreatedResponse({
    type: ProductDto,
    headers: { Location: { schema: { type: 'string' } }, ETag: { schema: { type: 'string' } } },
  })
  @WriteProblems('duplicate_sku')
  async create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const command = readCreateProduct(body, this.settings.defaultCurrency);
    await send(reply, await this.creating.create(command, circumstancesOf(request), idempotentRequestOf(request)));
  }

  @Post('bulk')
  @HttpCode(200)
  @ApiOperation({ summary: 'Create up to 500 products in one commit, with a result per row', operationId: 'createProducts' })
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: CreateProductsDto })
  @ApiOkResponse({ type: ProductResultsDto })
  @WriteProblems('bulk_rejected')
  async createMany(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { rows, atomic } = readBulk(body, 'products', MAX_PRODUCTS);
    const commands = rows.map((row, index) => this.readRow(row, index));
    const by = circumstancesOf(request);
    await send(reply, await this.creating.createMany(commands, by, atomic, idempotentRequestOf(request)));
  }

  private readRow(row: unknown, index: number): ProductRow {
    try {
      return readCreateProduct(row, this.settings.defaultCurrency, `/products/${index}`);
    } catch (error) {
      if (error instanceof DomainError) return error;
      throw error;
    }
  }
}
