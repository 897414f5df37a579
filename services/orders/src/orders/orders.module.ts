import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { InventoryModule } from '../inventory/inventory.module.js';
import { ChangingController } from './changing/changing.controller.js';
import { ChangingService } from './changing/changing.service.js';
import { PersonInOrders } from './erasing/person-in-orders.js';
import { PersonInOrdersRepository } from './erasing/person-in-orders.repository.js';
import { ExpiringService } from './expiring/expiring.service.js';
import { ExpirySweep } from './expiring/expiry-sweep.js';
import { LargeOrders } from './large-orders.js';
import { OrderCommits } from './order-commits.js';
import { OrdersRepository } from './orders.repository.js';
import { BulkService } from './placing/bulk.service.js';
import { OrderIntake } from './placing/order-intake.js';
import { PlacingController } from './placing/placing.controller.js';
import { PlacingService } from './placing/placing.service.js';
import { CustomerOrdersController } from './reading/customer-orders.controller.js';
import { JourneyQueries } from './reading/journey.queries.js';
import { OrdersQueries } from './reading/orders.queries.js';
import { ReadingController } from './reading/reading.controller.js';
import { StatisticsQueries } from './reading/statistics.queries.js';
import { WatchingController } from './watching/watching.controller.js';

@Module({
  imports: [CustomersModule, IdempotencyModule, InventoryModule],
  // Fixed paths such as /orders/stream stand before /orders/:id only for the reader; the router prefers them anyway.
  controllers: [PlacingController, WatchingController, ReadingController, CustomerOrdersController, ChangingController],
  providers: [
    BulkService,
    ChangingService,
    ExpiringService,
    ExpirySweep,
    JourneyQueries,
    LargeOrders,
    OrderCommits,
    OrderIntake,
    OrdersQueries,
    OrdersRepository,
    PersonInOrders,
    PersonInOrdersRepository,
    PlacingService,
    StatisticsQueries,
  ],
  exports: [PersonInOrders],
})
export class OrdersModule {}
