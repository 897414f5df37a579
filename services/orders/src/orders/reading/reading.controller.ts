import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problems } from '#libs/platform';
import { JourneyDto, OrderDto, OrderListDto, StatisticsDto } from '../order.dto.js';
import { etagOf, presentOrder } from '../order.presenter.js';
import { OrdersRepository } from '../orders.repository.js';
import { isNotModified } from '../../http/preconditions.js';
import { pathIdOf } from '../../http/request.js';
import { NEXT_PAGE } from '../../listing/next-page.js';
import { sendPage } from '../../listing/page.js';
import { OrderNotFound } from '../rules/order.errors.js';
import type { Order } from '../rules/order.js';
import { summarise } from '../rules/summary.js';
import { JourneyQuery, readJourneyQuery } from './journey.dto.js';
import { JourneyQueries, presentStep } from './journey.queries.js';
import { ListOrdersQuery, PeriodQuery } from './list-orders.dto.js';
import { OrdersQueries } from './orders.queries.js';
import { readListQuery, readPeriod } from './read-list-query.js';
import { StatisticsQueries } from './statistics.queries.js';

@ApiTags('orders')
@Controller('orders')
export class ReadingController {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly lists: OrdersQueries,
    private readonly journeys: JourneyQueries,
    private readonly figures: StatisticsQueries,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Orders, newest first, page by page', operationId: 'listOrders' })
  @ApiQuery({ type: ListOrdersQuery })
  @ApiOkResponse({ type: OrderListDto, headers: NEXT_PAGE })
  @Problems('validation_failed', 'invalid_cursor')
  async list(@Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    await sendPage(reply, 'orders', await this.lists.list(readListQuery(query)), presentOrder);
  }

  @Get('statistics')
  @ApiOperation({
    summary: 'Counts per status and phase, revenue per currency, customers',
    description: 'Without parameters it takes the same time however many orders there are; with any it counts those that match.',
    operationId: 'orderStatistics',
  })
  @ApiQuery({ type: PeriodQuery })
  @ApiOkResponse({ type: StatisticsDto })
  @Problems('validation_failed')
  statistics(@Query() query: unknown): Promise<object> {
    return this.figures.statistics(readPeriod(query));
  }

  @Get(':id')
  @ApiOperation({ summary: 'An order with its items', operationId: 'getOrder' })
  @ApiHeader({ name: 'If-None-Match', required: false, description: 'The `ETag` of a copy; 304 while it is still good' })
  @ApiOkResponse({ type: OrderDto, headers: { ETag: { schema: { type: 'string' } } } })
  @ApiResponse({ status: 304, description: 'The copy is still good' })
  @Problems('order_not_found', 'validation_failed')
  async get(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const order = await this.find(id);
    const etag = etagOf(order);
    void reply.header('etag', etag);
    if (isNotModified(request.headers['if-none-match'], etag)) await reply.code(304).send();
    else await reply.send(presentOrder(order));
  }

  @Get(':id/journey')
  @ApiOperation({
    summary: 'Everything that happened to an order',
    description:
      'Oldest first. All of it is one page, unless there are more than 1,000 steps, or steps with so many moves of items that ' +
      'they are more than 1 MiB together; then `has_more` is true, and the journey goes on at `next_cursor`.',
    operationId: 'orderJourney',
  })
  @ApiQuery({ type: JourneyQuery })
  @ApiOkResponse({ type: JourneyDto, headers: NEXT_PAGE })
  @Problems('order_not_found', 'validation_failed', 'invalid_cursor')
  async journey(@Param('id') id: string, @Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    const orderId = pathIdOf(id);
    const page = await this.journeys.journeyOf(orderId, readJourneyQuery(query));
    await sendPage(reply, 'journey', page, presentStep, { order_id: orderId });
  }

  @Get(':id/summary')
  @ApiOperation({ summary: 'An order in a few lines for people and agents', operationId: 'orderSummary' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ description: 'Readable text', schema: { type: 'string' } })
  @Problems('order_not_found', 'validation_failed')
  async summary(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const text = summarise(await this.find(id));
    await reply.header('content-type', 'text/plain; charset=utf-8').send(text);
  }

  private async find(id: string): Promise<Order> {
    const order = await this.orders.find(pathIdOf(id));
    if (!order) throw new OrderNotFound();
    return order;
  }
}
