import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database } from '#libs/database';
import { isTime, readCursor } from '../../listing/cursor.js';
import { pageOf, type Page } from '../../listing/page.js';
import { DATABASE } from '../../tokens.js';

export const ALERTS = ['out', 'low'] as const;
export type Alert = (typeof ALERTS)[number];

export interface StockAlert {
  readonly product_id: string;
  readonly sku: string;
  readonly name: string;
  readonly alert: Alert;
  readonly since: Date;
  readonly on_hand: number;
  readonly held: number;
  readonly available: number;
  readonly low_stock_threshold: number | null;
}

export interface StockAlertList {
  /** Only these; all when left out. */
  readonly alert?: Alert;
  readonly limit: number;
  readonly cursor?: string;
}

@Injectable()
export class StockAlertsQueries {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The products that are low or out at this moment, the newest alert first. @throws DomainError invalid_cursor */
  async list({ alert, limit, cursor }: StockAlertList): Promise<Page<StockAlert>> {
    const sql = this.database.readSql;
    const identity = ['alerts', alert ?? null];
    const place = cursor === undefined ? undefined : readCursor(cursor, identity, isTime);
    const after = place ? sql`(since, product_id) < (${place.value}::timestamptz, ${place.id}::uuid)` : sql`true`;
    const rows = await traced(
      'list stock alerts',
      () => sql<StockAlert[]>`
      select * from (
        select a.product_id, p.sku, p.name, case when available <= 0 then 'out' else 'low' end as alert,
          case when available <= 0 then coalesce(out_since, low_since) else low_since end as since,
          on_hand, held, available, low_stock_threshold
        from stock_alerts a
          join products p on p.id = a.product_id and p.archived_at is null
          join stock s on s.sku = p.sku and s.tracked,
          lateral (select on_hand - held as available) as level
        where (available <= 0 and coalesce(out_since, low_since) is not null)
          or (available > 0 and low_since is not null and available <= low_stock_threshold)
      ) open
      where alert = coalesce(${alert ?? null}, alert) and ${after}
      order by since desc, product_id desc limit ${limit + 1}`,
    );
    return pageOf(rows, limit, identity, (last) => ({ value: last.since.toISOString(), id: last.product_id }));
  }
}
