import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { Database } from '#libs/database';
import { ConsumerRunner, JetStreamLink } from '#libs/messaging';
import { Shutdown } from '#libs/platform';
import { DATABASE } from '../../tokens.js';
import { RecordStockAlertsWhenStockChanged } from './record-stock-alerts-when-stock-changed.consumer.js';
import { StockAlertsController } from './stock-alerts.controller.js';
import { StockAlertsQueries } from './stock-alerts.queries.js';

@Module({ controllers: [StockAlertsController], providers: [StockAlertsQueries, RecordStockAlertsWhenStockChanged] })
export class StockAlertsModule implements OnApplicationBootstrap {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly link: JetStreamLink,
    private readonly recordStockAlerts: RecordStockAlertsWhenStockChanged,
    private readonly shutdown: Shutdown,
  ) {}

  onApplicationBootstrap(): void {
    const runner = new ConsumerRunner(this.database, this.link, this.recordStockAlerts);
    this.shutdown.register({ name: runner.name, limitMs: 5_000, close: () => runner.stop() });
    runner.start();
  }
}
