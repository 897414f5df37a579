import { Inject, Module, type OnApplicationBootstrap } from '@nestjs/common';
import type { Database } from '#libs/database';
import { ConsumerRunner, JetStreamLink } from '#libs/messaging';
import { Shutdown } from '#libs/platform';
import { DATABASE } from '../tokens.js';
import { RecordDailySalesWhenOrderChanged } from './record-daily-sales-when-order-changed.consumer.js';
import { SalesController } from './sales.controller.js';
import { SalesQueries } from './sales.queries.js';

@Module({ controllers: [SalesController], providers: [SalesQueries, RecordDailySalesWhenOrderChanged] })
export class SalesModule implements OnApplicationBootstrap {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly link: JetStreamLink,
    private readonly recordDailySales: RecordDailySalesWhenOrderChanged,
    private readonly shutdown: Shutdown,
  ) {}

  onApplicationBootstrap(): void {
    const runner = new ConsumerRunner(this.database, this.link, this.recordDailySales);
    this.shutdown.register({ name: runner.name, limitMs: 5_000, close: () => runner.stop() });
    runner.start();
  }
}
