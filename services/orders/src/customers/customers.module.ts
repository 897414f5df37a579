import { Module } from '@nestjs/common';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { CustomersController } from './customers.controller.js';
import { CustomersDirectory } from './customers-directory.js';
import { CustomersQueries } from './customers.queries.js';
import { CustomersRepository } from './customers.repository.js';
import { CustomersService } from './customers.service.js';

@Module({
  imports: [IdempotencyModule],
  controllers: [CustomersController],
  providers: [CustomersDirectory, CustomersQueries, CustomersRepository, CustomersService],
  exports: [CustomersDirectory, CustomersRepository],
})
export class CustomersModule {}
