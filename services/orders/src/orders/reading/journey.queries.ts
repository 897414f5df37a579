import { Inject, Injectable } from '@nestjs/common';
import { asc, eq } from 'drizzle-orm';
import type { Database } from '#libs/database';
import { DATABASE } from '../../tokens.js';
import { orderJourney, orders } from '../orders.schema.js';
import { OrderNotFound } from '../rules/order.errors.js';

@Injectable()
export class JourneyQueries {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Every change of an order, oldest first. @throws OrderNotFound */
  async journeyOf(orderId: string) {
    const rows = await this.database.orm
      .select()
      .from(orders)
      .innerJoin(orderJourney, eq(orderJourney.orderId, orders.id))
      .where(eq(orders.id, orderId))
      .orderBy(asc(orderJourney.sequence));
    if (rows.length === 0) throw new OrderNotFound();
    return rows.map(({ order_journey: step }) => ({
      sequence: step.sequence,
      event_type: step.eventType,
      from: step.fromStatus,
      to: step.toStatus,
      actor: step.actor,
      reason: step.reason,
      forced: step.forced,
      ...step.details,
      at: step.at.toISOString(),
    }));
  }
}
