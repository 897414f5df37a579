import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import { ApiActor, ApiIdempotent, WriteProblems } from '../../http/api-headers.js';
import { BulkResultsDto, OrderDto } from '../order.dto.js';
import { FieldRefused } from '../rules/order.errors.js';
import { MAX_BULK } from '../rules/order.limits.js';
import { readBulk } from '../../http/read-bulk.js';
import { circumstancesOf, idempotentRequestOf, send } from '../../http/request.js';
import { placeOrder, type PlaceOrder } from '../rules/place-order.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { BulkService, type BulkRow } from './bulk.service.js';
import { OrderIntake } from './order-intake.js';
import { BulkDto, PlaceOrderDto } from './place-order.dto.js';
import { PlacingService } from './placing.service.js';

@ApiTags('orders')
@Controller('orders')
export class PlacingController {
  constructor(
    private readonly placing: PlacingService,
    private readonly bulk: BulkService,
    private readonly intake: OrderIntake,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Create an order with its items', operationId: 'createOrder' })
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: PlaceOrderDto })
  @ApiCreatedResponse({
    type: OrderDto,
    headers: { Location: { schema: { type: 'string' } }, ETag: { schema: { type: 'string' } } },
  })
  @WriteProblems(
    'empty_items',
    'unknown_customer',
    'unknown_sku',
    'product_archived',
    'insufficient_stock',
    'duplicate_external_ref',
  )
  async create(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const by = circumstancesOf(request);
    await send(reply, await this.placing.place(() => this.intake.read(body), by, idempotentRequestOf(request)));
  }

  @Post('bulk')
  @ApiOperation({ summary: 'Create up to 100 orders in one commit, with a result per row', operationId: 'createOrders' })
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: BulkDto })
  @ApiOkResponse({ type: BulkResultsDto })
  @WriteProblems('bulk_rejected', 'order_changed')
  async createMany(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { rows: bodies, atomic } = readBulk(body, 'orders', MAX_BULK);
    const by = circumstancesOf(request);
    const commands = await this.intake.readAll(bodies, placeOfRow);
    const rows = commands.map((command, index) => decideRow(command, index, by));
    await send(reply, await this.bulk.place(rows, atomic, idempotentRequestOf(request)));
  }
}

const placeOfRow = (index: number): string => `/orders/${index}`;

function decideRow(command: PlaceOrder | DomainError, index: number, by: Circumstances): BulkRow {
  if (command instanceof DomainError) return command;
  try {
    return placeOrder(command, by);
  } catch (error) {
    if (error instanceof FieldRefused) return error.within(placeOfRow(index));
    if (error instanceof DomainError) return error;
    throw error;
  }
}
