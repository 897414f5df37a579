import { Body, Controller, Delete, HttpCode, Inject, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { read } from '#libs/platform';
import { expiryPolicyOf, type OrdersSettings } from '../../orders.config.js';
import { ORDERS_SETTINGS } from '../../tokens.js';
import { ApiActor, ApiIdempotent, ApiIfMatch, BodyProblems, WriteProblems } from '../../http/api-headers.js';
import { OrderDto } from '../order.dto.js';
import { circumstancesOf, send } from '../../http/request.js';
import { changeRequestOf } from '../request.js';
import { cancelOrder } from '../rules/cancel-order.js';
import { changeOrder } from '../rules/change-order.js';
import type { ExpiryPolicy } from '../rules/expiry.js';
import { moveItems } from '../rules/move-items.js';
import { CancelOrderDto, MoveItemDto, PatchOrderDto } from './change-order.dto.js';
import { ChangingService } from './changing.service.js';
import { readCancel, readMoves, readPatch } from './read-change.js';

@ApiTags('orders')
@Controller('orders/:id')
export class ChangingController {
  private readonly expiry: ExpiryPolicy;

  constructor(
    private readonly changing: ChangingService,
    @Inject(ORDERS_SETTINGS) settings: OrdersSettings,
  ) {
    this.expiry = expiryPolicyOf(settings);
  }

  @Patch()
  @ApiOperation({ summary: 'Change status, metadata, expected time, expiry or hold', operationId: 'patchOrder' })
  @ApiConsumes('application/json', 'application/merge-patch+json')
  @ApiIfMatch()
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: PatchOrderDto })
  @ApiOkResponse({ type: OrderDto })
  @WriteProblems(
    'order_not_found',
    'illegal_transition',
    'insufficient_stock',
    'product_archived',
    'stock_inconsistent',
    'order_on_hold',
    'precondition_failed',
    'order_changed',
  )
  async patch(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { command, reason } = readPatch(body, this.expiry);
    const by = circumstancesOf(request, reason);
    await send(reply, await this.changing.change(changeRequestOf(id, request), (order) => changeOrder(order, command, by)));
  }

  @Post('cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancel the whole order, or units of it', operationId: 'cancelOrder' })
  @ApiIfMatch()
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: CancelOrderDto, required: false })
  @ApiOkResponse({ type: OrderDto })
  @WriteProblems(
    'order_not_found',
    'illegal_transition',
    'illegal_item_transition',
    'stock_inconsistent',
    'precondition_failed',
    'order_changed',
    'event_too_large',
  )
  async cancel(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { reason, ...command } = readCancel(read(CancelOrderDto, body ?? {}));
    const by = circumstancesOf(request, reason);
    await send(reply, await this.changing.change(changeRequestOf(id, request), (order) => cancelOrder(order, command, by)));
  }

  @Patch('items')
  @ApiOperation({ summary: 'Move units of items, many in one call', operationId: 'moveItems' })
  @ApiConsumes('application/json', 'application/merge-patch+json')
  @ApiIfMatch()
  @ApiIdempotent()
  @ApiActor()
  @ApiBody({ type: [MoveItemDto] })
  @ApiOkResponse({ type: OrderDto })
  @WriteProblems(
    'order_not_found',
    'illegal_item_transition',
    'insufficient_stock',
    'stock_inconsistent',
    'order_on_hold',
    'precondition_failed',
    'order_changed',
    'event_too_large',
  )
  async moveItems(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const moves = readMoves(body);
    const by = circumstancesOf(request);
    await send(reply, await this.changing.change(changeRequestOf(id, request), (order) => moveItems(order, moves, by)));
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a draft or a closed order', operationId: 'deleteOrder' })
  @ApiIfMatch()
  @ApiActor()
  @ApiNoContentResponse({ description: 'It is gone' })
  @BodyProblems('order_not_found', 'order_not_deletable', 'precondition_failed', 'order_changed')
  async delete(@Param('id') id: string, @Req() request: FastifyRequest): Promise<void> {
    await this.changing.delete(changeRequestOf(id, request), circumstancesOf(request));
  }
}
