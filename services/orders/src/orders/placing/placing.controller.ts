import { Body, Controller, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import { refuse } from '#libs/platform';
import { ApiActor, ApiIdempotent, WriteProblems } from '../../http/api-headers.js';
import { LargeOrders } from '../large-orders.js';
import { BulkResultsDto, OrderDto } from '../order.dto.js';
import { FieldRefused } from '../rules/order.errors.js';
import { MAX_BULK, MAX_BULK_ITEMS } from '../rules/order.limits.js';
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
    private readonly largeOrders: LargeOrders,
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
    const place = () => this.placing.place(() => this.intake.read(body), by, idempotentRequestOf(request));
    await send(reply, await this.largeOrders.inTurn(itemsIn(body), place));
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
    const items = bodies.reduce<number>((sum, one) => sum + itemsIn(one), 0);
    if (items > MAX_BULK_ITEMS)
      refuse([{ pointer: '/orders', message: `must not hold more than ${MAX_BULK_ITEMS} items together` }]);
    const by = circumstancesOf(request);
    const place = async () => {
      const commands = await this.intake.readAll(bodies, placeOfRow);
      const rows = commands.map((command, index) => decideRow(command, index, by));
      return this.bulk.place(rows, atomic, idempotentRequestOf(request));
    };
    await send(reply, await this.largeOrders.inTurn(items, place));
  }
}

/** How many lines a body has that was not looked at yet. */
function itemsIn(body: unknown): number {
  const { items } = Object(body) as { readonly items?: unknown };
  return Array.isArray(items) ? items.length : 0;
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
