import { Module } from '@nestjs/common';
import { CustomersModule } from '../customers/customers.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { OrdersModule } from '../orders/orders.module.js';
import { ErasureController } from './erasure.controller.js';
import { ErasureService } from './erasure.service.js';
import { StoredAnswersRepository } from './stored-answers.repository.js';

@Module({
  imports: [CustomersModule, IdempotencyModule, OrdersModule],
  controllers: [ErasureController],
  providers: [ErasureService, StoredAnswersRepository],
})
export class ErasureModule {}
