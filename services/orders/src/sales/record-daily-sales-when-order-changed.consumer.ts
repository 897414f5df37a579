import { Inject, Injectable } from '@nestjs/common';
import { isSubject, validateEvent, type OrderEvent } from '#libs/contracts';
import type { Tx } from '#libs/database';
import type { BatchConsumer, ConsumedEvent } from '#libs/messaging';
import type { OrdersSettings } from '../orders.config.js';
import { ORDERS_SETTINGS } from '../tokens.js';

interface Figures {
  day: string;
  currency: string;
  created: number;
  created_minor: bigint;
  completed: number;
  completed_minor: bigint;
  closed: number;
  closed_minor: bigint;
}

/** Counts orders and amounts per day and currency, as the events tell them. */
@Injectable()
export class RecordDailySalesWhenOrderChanged implements BatchConsumer<OrderEvent> {
  readonly name = 'record-daily-sales-when-order-changed';
  readonly stream: string;
  /** A stream keeps its events for a time; what was sold before that is not counted again. */
  readonly startsMidway = true;

  constructor(@Inject(ORDERS_SETTINGS) settings: Pick<OrdersSettings, 'natsStream'>) {
    this.stream = settings.natsStream;
  }

  /** A subject that this version does not know yet is no fault. */
  validate(subject: string, body: unknown): readonly string[] {
    return isSubject(subject) ? validateEvent(subject, body) : [];
  }

  handle(tx: Tx, event: ConsumedEvent<OrderEvent>): Promise<void> {
    return this.handleMany(tx, [event]);
  }

  async handleMany(tx: Tx, events: readonly ConsumedEvent<OrderEvent>[]): Promise<void> {
    const days = figuresOf(events.map(({ body }) => body));
    if (days.length === 0) return;
    await tx`
      insert into daily_sales as s
        (day, currency, created, created_minor, completed, completed_minor, closed, closed_minor)
      select * from json_to_recordset(${JSON.stringify(days, bigintAsText)}::text::json) as d (day date, currency text,
        created int, created_minor numeric, completed int, completed_minor numeric, closed int, closed_minor numeric)
      on conflict (day, currency) do update set
        created = s.created + excluded.created, created_minor = s.created_minor + excluded.created_minor,
        completed = s.completed + excluded.completed, completed_minor = s.completed_minor + excluded.completed_minor,
        closed = s.closed + excluded.closed, closed_minor = s.closed_minor + excluded.closed_minor`;
  }
}

/** What the events add to each day and currency, in an order that two instances share, so that neither waits for the other. */
function figuresOf(bodies: readonly OrderEvent[]): Figures[] {
  const days = new Map<string, Figures>();
  for (const body of bodies) {
    const column = columnOf(body);
    if (column === undefined) continue;
    const day = body.occurred_at.slice(0, 10);
    const figures = days.get(day + body.currency) ?? nothingOn(day, body.currency);
    figures[column] += 1;
    figures[`${column}_minor`] += BigInt(body.total_minor);
    days.set(day + body.currency, figures);
  }
  return [...days.keys()].sort().map((key) => days.get(key) as Figures);
}

function nothingOn(day: string, currency: string): Figures {
  return { day, currency, created: 0, created_minor: 0n, completed: 0, completed_minor: 0n, closed: 0, closed_minor: 0n };
}

/** JSON has no bigint, and a day's amount may be more than a number holds exactly. */
function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
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
