import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Problems, read } from '#libs/platform';
import { NEXT_PAGE } from '../../listing/next-page.js';
import { sendPage } from '../../listing/page.js';
import { StockAlertListDto, StockAlertsQuery } from './stock-alerts.dto.js';
import { ALERTS, StockAlertsQueries } from './stock-alerts.queries.js';

@ApiTags('products')
@Controller('stock/alerts')
export class StockAlertsController {
  constructor(private readonly stockAlerts: StockAlertsQueries) {}

  @Get()
  @ApiOperation({
    summary: 'Products that are low or out of stock, and since when',
    description:
      'Levels are those of this moment. Since when they are low follows the events and may come moments later. A product that ' +
      'never had more than its threshold has crossed nothing and is not listed, nor is one that is archived or not tracked.',
    operationId: 'listStockAlerts',
  })
  @ApiQuery({ type: StockAlertsQuery })
  @ApiOkResponse({ type: StockAlertListDto, headers: NEXT_PAGE })
  @Problems('validation_failed', 'invalid_cursor')
  async list(@Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    const dto = read(StockAlertsQuery, query, '/query');
    const page = await this.stockAlerts.list({
      alert: ALERTS.find((alert) => alert === dto.alert),
      limit: Number(dto.limit ?? 20),
      cursor: dto.cursor,
    });
    await sendPage(reply, 'alerts', page, (alert) => alert);
  }
}
