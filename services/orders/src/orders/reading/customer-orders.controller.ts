import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Problems } from '#libs/platform';
import { CustomersRepository } from '../../customers/customers.repository.js';
import { CustomerHasNoOrders, CustomerNotFound } from '../../customers/rules/customer.errors.js';
import { pathIdOf } from '../../http/request.js';
import { NEXT_PAGE } from '../../listing/next-page.js';
import { sendPage } from '../../listing/page.js';
import { OrderDto, OrderListDto } from '../order.dto.js';
import { presentOrder } from '../order.presenter.js';
import { ListCustomerOrdersQuery } from './list-orders.dto.js';
import { OrdersQueries } from './orders.queries.js';
import { readCustomerListQuery } from './read-list-query.js';

/**
 * The orders of one customer. Orders may name customers who are kept elsewhere, so a customer whom nobody created exists
 * here as long as an order names the id.
 */
@ApiTags('customers')
@Controller('customers/:id/orders')
export class CustomerOrdersController {
  constructor(
    private readonly lists: OrdersQueries,
    private readonly customers: CustomersRepository,
  ) {}

  @Get()
  @ApiOperation({ summary: "A customer's orders, newest first, page by page", operationId: 'listCustomerOrders' })
  @ApiQuery({ type: ListCustomerOrdersQuery })
  @ApiOkResponse({ type: OrderListDto, headers: NEXT_PAGE })
  @Problems('validation_failed', 'invalid_cursor', 'customer_not_found')
  async list(@Param('id') id: string, @Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    const customerId = pathIdOf(id);
    const page = await this.lists.list(readCustomerListQuery(query, customerId));
    if (page.rows.length === 0 && !(await this.lists.has({ customerId }))) await this.assertKnown(customerId);
    await sendPage(reply, 'orders', page, presentOrder);
  }

  @Get('last')
  @ApiOperation({ summary: "A customer's newest order", operationId: 'lastCustomerOrder' })
  @ApiOkResponse({
    type: OrderDto,
    headers: { 'Content-Location': { description: 'Where the order lives', schema: { type: 'string' } } },
  })
  @Problems('validation_failed', 'customer_not_found', 'customer_has_no_orders')
  async last(@Param('id') id: string, @Res() reply: FastifyReply): Promise<void> {
    const customerId = pathIdOf(id);
    const { rows } = await this.lists.list({ filter: { customerId }, sort: '-created_at', limit: 1 });
    const [order] = rows;
    if (!order) {
      await this.assertKnown(customerId);
      throw new CustomerHasNoOrders();
    }
    await reply.header('content-location', `/orders/${order.id}`).send(presentOrder(order));
  }

  private async assertKnown(customerId: string): Promise<void> {
    if (!(await this.customers.find(customerId))) throw new CustomerNotFound();
  }
}
