import { Inject, Injectable } from '@nestjs/common';
import { isSubject, validateEvent, type OrderEvent } from '#libs/contracts';
import type { Tx } from '#libs/database';
import type { ConsumedEvent, EventConsumer } from '#libs/messaging';
import type { OrdersSettings } from '../orders.config.js';
import { ORDERS_SETTINGS } from '../tokens.js';

/** Counts orders and amounts per day and currency, as the events tell them. */
@Injectable()
export class RecordDailySalesWhenOrderChanged implements EventConsumer<OrderEvent> {
  readonly name = 'record-daily-sales-when-order-changed';
  readonly stream: string;
  readonly startsMidway = true;

  constructor(@Inject(ORDERS_SETTINGS) settings: Pick<OrdersSettings, 'natsStream'>) {
    this.stream = settings.natsStream;
  }

  /** Schemas only grow, but a subject that this version does not know yet is no fault. */
  validate(subject: string, body: unknown): readonly string[] {
    return isSubject(subject) ? validateEvent(subject, body) : [];
  }

  async handle(tx: Tx, { body }: ConsumedEvent<OrderEvent>): Promise<void> {
    const column = columnOf(body);
    if (column === undefined) return;
    const day = body.occurred_at.slice(0, 10);
    const [count, minor] = [tx(column), tx(`${column}_minor`)];
    await tx`
      insert into daily_sales as s (day, currency, ${count}, ${minor}) values (${day}, ${body.currency}, 1, ${body.total_minor})
      on conflict (day, currency) do update
      set ${count} = s.${count} + 1, ${minor} = s.${minor} + excluded.${minor}`;
  }
}

/** Which of the day's figures an event adds to; most add to none. */
function columnOf({ event_type: type }: OrderEvent): 'created' | 'completed' | 'closed' | undefined {
  switch (type) {
    case 'order_created':
      return 'created';
    case 'order_completed':
      return 'completed';
    case 'order_cancelled':
    case 'order_expired':
    case 'order_rejected':
      return 'closed';
    default:
      return undefined;
  }
}
