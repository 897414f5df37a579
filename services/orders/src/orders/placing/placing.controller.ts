import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import { Problems } from '#libs/platform';
import { ORDERS_SETTINGS } from '../../tokens.js';
import { expiryPolicyOf, type OrdersSettings } from '../../orders.config.js';
import { ApiActor, ApiIdempotent } from '../../http/api-headers.js';
import { BulkResultsDto, OrderDto } from '../order.dto.js';
import { FieldRefused } from '../rules/order.errors.js';
import { MAX_BULK } from '../rules/order.limits.js';
import { readBulk } from '../../http/read-bulk.js';
import { circumstancesOf, idempotentRequestOf, send } from '../../http/request.js';
import { placeOrder } from '../rules/place-order.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { BulkService, type BulkRow } from './bulk.service.js';
import { BulkDto, PlaceOrderDto } from './place-order.dto.js';
import { PlacingService } from './placing.service.js';
import { readPlaceOrder, type Defaults } from './read-place-order.js';

@ApiTags('orders')
@Controller('orders')
export class PlacingController {
  private readonly defaults: Defaults;

  constructor(
    private readonly placing: PlacingService,
    private readonly bulk: BulkService,
    @Inject(ORDERS_SETTINGS) settings: OrdersSettings,
  ) {
    this.defaults = { currency: settings.defaultCurrency, expiry: expiryPolicyOf(settings) };
  }

  @Post()
  @ApiOperation({ summary: 'Create an order with its items', operationId: 'createOrder' })
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: PlaceOrderDto })
  @ApiCreatedResponse({
    type: OrderDto,
    headers: { Location: { schema: { type: 'string' } }, ETag: { schema: { type: 'string' } } },
  })
  @Problems(
    'malformed_json',
    'empty_items',
    'validation_failed',
    'duplicate_external_ref',
    'idempotency_key_invalid',
    'idempotency_key_reused',
    'idempotency_in_progress',
    'payload_too_large',
    'unsupported_media_type',
  )
  async create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const command = readPlaceOrder(body, this.defaults);
    await send(reply, await this.placing.place(command, circumstancesOf(request), idempotentRequestOf(request)));
  }

  @Post('bulk')
  @ApiOperation({ summary: 'Create up to 100 orders in one commit, with a result per row', operationId: 'createOrders' })
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: BulkDto })
  @ApiOkResponse({ type: BulkResultsDto })
  @Problems(
    'malformed_json',
    'validation_failed',
    'bulk_rejected',
    'order_changed',
    'idempotency_key_invalid',
    'idempotency_key_reused',
    'payload_too_large',
    'unsupported_media_type',
  )
  async createMany(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { rows: bodies, atomic } = readBulk(body, 'orders', MAX_BULK);
    const by = circumstancesOf(request);
    const rows = bodies.map((row, index) => this.readRow(row, index, by));
    await send(reply, await this.bulk.place(rows, atomic, idempotentRequestOf(request)));
  }

  private readRow(row: unknown, index: number, by: Circumstances): BulkRow {
    const at = `/orders/${index}`;
    try {
      return placeOrder(readPlaceOrder(row, this.defaults, at), by);
    } catch (error) {
      if (error instanceof FieldRefused) return error.within(at);
      if (error instanceof DomainError) return error;
      throw error;
    }
  }
}
