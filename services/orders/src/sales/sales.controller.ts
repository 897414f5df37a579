import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiQuery, ApiTags } from '@nestjs/swagger';
import { Day, Problems, read, refuse } from '#libs/platform';
import { SalesQueries } from './sales.queries.js';

class DailySalesQuery {
  @Day({ optional: true, about: 'First day in UTC; default 30 days before `to`', example: '2026-11-01' })
  from?: string;

  @Day({ optional: true, about: 'Last day in UTC; default today', example: '2026-11-21' })
  to?: string;
}

class DayDto {
  @ApiProperty({ format: 'date' }) day!: string;
  @ApiProperty({ example: 'EUR' }) currency!: string;
  @ApiProperty({ type: 'integer' }) created!: number;
  @ApiProperty() created_amount!: number;
  @ApiProperty({ type: 'integer' }) completed!: number;
  @ApiProperty() completed_amount!: number;
  @ApiProperty({ type: 'integer', description: 'Cancelled, expired or rejected' }) closed!: number;
  @ApiProperty() closed_amount!: number;
}

class DailySalesDto {
  @ApiProperty({ type: [DayDto] }) days!: DayDto[];
}

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 3_660;
/** PostgreSQL has no year 0. */
const FIRST_DAY = Date.parse('0001-01-01');

@ApiTags('orders')
@Controller('orders/statistics')
export class SalesController {
  constructor(private readonly sales: SalesQueries) {}

  @Get('daily')
  @ApiOperation({
    summary: 'Orders and amounts per day and currency',
    description: 'A read model that follows the events: it may be moments behind the orders.',
    operationId: 'dailySales',
  })
  @ApiQuery({ type: DailySalesQuery })
  @ApiOkResponse({ type: DailySalesDto })
  @Problems('validation_failed')
  async daily(@Query() query: unknown): Promise<object> {
    const dto = read(DailySalesQuery, query, '/query');
    const to = dto.to ?? dayOf(Date.now());
    const from = dto.from ?? dayOf(Math.max(Date.parse(to) - 30 * DAY_MS, FIRST_DAY));
    const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
    if (days < 0 || days > LONGEST_DAYS)
      refuse([{ pointer: '/query/from', message: `must be at most ${LONGEST_DAYS} days before to, and not after it` }]);
    return { days: await this.sales.daily(from, to) };
  }
}

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}
