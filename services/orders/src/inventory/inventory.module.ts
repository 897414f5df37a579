import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { AdjustingController } from './adjusting/adjusting.controller.js';
import { AdjustingService } from './adjusting/adjusting.service.js';
import { ProductChangingController } from './changing/changing.controller.js';
import { ProductChangingService } from './changing/changing.service.js';
import { CreatingController } from './creating/creating.controller.js';
import { CreatingService } from './creating/creating.service.js';
import { ProductsCatalogue } from './products-catalogue.js';
import { ProductsRepository } from './products.repository.js';
import { MovementsController } from './reading/movements.controller.js';
import { MovementsQueries } from './reading/movements.queries.js';
import { ProductsQueries } from './reading/products.queries.js';
import { ProductsReadingController } from './reading/reading.controller.js';
import { StockRepository } from './stock.repository.js';
import { StockTransactions } from './stock-transactions.js';

@Module({
  imports: [IdempotencyModule],
  controllers: [
    CreatingController,
    ProductsReadingController,
    ProductChangingController,
    AdjustingController,
    MovementsController,
  ],
  providers: [
    AdjustingService,
    CreatingService,
    MovementsQueries,
    ProductChangingService,
    ProductsCatalogue,
    ProductsQueries,
    ProductsRepository,
    StockRepository,
    StockTransactions,
  ],
  exports: [ProductsCatalogue, StockRepository, StockTransactions],
})
export class InventoryModule {}
