import { Injectable } from '@nestjs/common';
import { isSubject, validateEvent, type StockAdjusted, type StockBack, type StockLow, type StockOut } from '#libs/contracts';
import type { Tx } from '#libs/database';
import type { ConsumedEvent, EventConsumer } from '#libs/messaging';

export type LevelEvent = StockAdjusted | StockBack | StockLow | StockOut;

/** Notes since when a product is low or out. Both are told at each crossing, so the last one counts. */
@Injectable()
export class RecordStockAlertsWhenStockChanged implements EventConsumer<LevelEvent> {
  readonly name = 'record-stock-alerts-when-stock-changed';
  readonly stream = 'inventory';
  /** All that is told of levels, so that a missing one is noticed; what orders hold is of no interest here. */
  readonly subjects = ['inventory.stock_adjusted', 'inventory.stock_low', 'inventory.stock_out', 'inventory.stock_back'];
  readonly ordering = 'contiguous';
  readonly startsMidway = true;

  validate(subject: string, body: unknown): readonly string[] {
    return isSubject(subject) ? validateEvent(subject, body) : [];
  }

  async handle(tx: Tx, { body }: ConsumedEvent<LevelEvent>): Promise<void> {
    const { product_id: productId, occurred_at: at } = body;
    switch (body.event_type) {
      case 'stock_low':
        await tx`
          insert into stock_alerts (product_id, low_since) values (${productId}, ${at})
          on conflict (product_id) do update set low_since = excluded.low_since`;
        return;
      case 'stock_out':
        await tx`
          insert into stock_alerts (product_id, out_since) values (${productId}, ${at})
          on conflict (product_id) do update set out_since = excluded.out_since`;
        return;
      case 'stock_back':
        await tx`update stock_alerts set out_since = null where product_id = ${productId}`;
        return;
      case 'stock_adjusted':
        return;
    }
  }
}
