import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database } from '#libs/database';
import { isWhole, readCursor } from '../../listing/cursor.js';
import { pageOf, type Page, type PageRequest } from '../../listing/page.js';
import type { JsonObject } from '../../rules/json.js';
import { DATABASE } from '../../tokens.js';
import { OrderNotFound } from '../rules/order.errors.js';

/**
 * A page ends with the step that brings its reasons and details to so much, however many steps were asked for: a step tells up
 * to five hundred moves of items, and a thousand such steps are more than the memory of the service.
 */
const MAX_PAGE_BYTES = 1_048_576;

interface StepRow {
  sequence: number;
  event_type: string;
  from_status: string | null;
  to_status: string;
  actor: string;
  reason: string | null;
  forced: boolean;
  details: JsonObject | null;
  at: Date;
  bytes_before: number;
}

@Injectable()
export class JourneyQueries {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** What happened to an order, oldest first. @throws OrderNotFound, DomainError invalid_cursor */
  async journeyOf(orderId: string, { limit, cursor }: PageRequest): Promise<Page<StepRow>> {
    const identity = ['journey', orderId];
    const after = cursor === undefined ? '0' : readCursor(cursor, identity, isWhole).value;
    const steps = await this.stepsAfter(orderId, after, limit + 1);
    if (steps.length === 0) await this.assertExists(orderId);
    const fitting = steps.filter((step) => step.bytes_before < MAX_PAGE_BYTES).length;
    return pageOf(steps, Math.min(limit, fitting), identity, ({ sequence }) => ({ value: String(sequence), id: orderId }));
  }

  /** Goes from step to step, so that nothing is opened of those behind the page. One more than the page tells that it goes on. */
  private stepsAfter(orderId: string, after: string, limit: number): Promise<StepRow[]> {
    const { sql } = this.database;
    return traced(
      'read journey',
      () => sql<StepRow[]>`
      with recursive page as (
        select ${after}::bigint as sequence, 0 as number, 0 as bytes_before, 0 as bytes
        union all
        select step.sequence, p.number + 1, p.bytes, p.bytes + step.bytes
        from page p, lateral (
          select sequence, coalesce(octet_length(reason), 0) + coalesce(octet_length(details::text), 0) as bytes
          from order_journey where order_id = ${orderId} and sequence > p.sequence order by sequence limit 1
        ) step
        where p.number < ${limit} and p.bytes_before < ${MAX_PAGE_BYTES}
      )
      select j.sequence, event_type, from_status, to_status, actor, reason, forced, details, at, bytes_before
      from page p join order_journey j on j.order_id = ${orderId} and j.sequence = p.sequence
      where p.number > 0 order by j.sequence`,
    );
  }

  private async assertExists(orderId: string): Promise<void> {
    const found = await this.database.sql`select from orders where id = ${orderId}`;
    if (found.length === 0) throw new OrderNotFound();
  }
}

export function presentStep({ from_status: from, to_status: to, details, at, ...step }: StepRow) {
  return {
    sequence: step.sequence,
    event_type: step.event_type,
    from,
    to,
    actor: step.actor,
    reason: step.reason,
    forced: step.forced,
    ...details,
    at: at.toISOString(),
  };
}
