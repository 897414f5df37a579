import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { asyncApiDocument } from '#libs/contracts';
import { isConnectionError, isLockTimeout, isSerializationOrDeadlock, isStatementTimeout } from '#libs/database';
import { DomainError } from '#libs/kernel';
import { PlatformModule, type ServiceDescription } from '#libs/platform';
import { OccurredAtGuard } from './http/occurred-at.js';
import { InfrastructureModule } from './infrastructure.module.js';
import type { OrdersSettings } from './orders.config.js';
import { CustomersModule } from './customers/customers.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { StockAlertsModule } from './inventory/alerts/stock-alerts.module.js';
import { InventoryModule } from './inventory/inventory.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { SchemasController } from './messaging/schemas.controller.js';
import { SalesModule } from './sales/sales.module.js';

@Module({ providers: [{ provide: APP_GUARD, useClass: OccurredAtGuard }] })
export class OrdersApp {
  static with(settings: OrdersSettings): DynamicModule {
    const contexts = [OrdersModule, CustomersModule, ErasureModule, InventoryModule, StockAlertsModule, SalesModule];
    const imports = [PlatformModule, InfrastructureModule.with(settings), ...contexts];
    return { module: OrdersApp, imports, controllers: [SchemasController] };
  }
}

export const ordersService: ServiceDescription = {
  name: 'orders',
  api: {
    title: 'Pulse ERP · Orders',
    description:
      'Orders from the first draft to the last return. Errors are `application/problem+json` (RFC 9457); decide by `code`.',
    version: '0.1.0',
  },
  asyncApi: () => Promise.resolve(JSON.stringify(asyncApiDocument())),
  translateError,
};

/** What a failing database means to a client. */
function translateError(error: unknown): DomainError | undefined {
  if (isConnectionError(error))
    return new DomainError('database_unavailable', 'The database is away. Repeat the request in a moment.');
  if (isLockTimeout(error, 'idempotency_keys'))
    return new DomainError('idempotency_in_progress', 'The first request with this Idempotency-Key is still running. Repeat.');
  if (isLockTimeout(error) || isSerializationOrDeadlock(error))
    return new DomainError('busy', 'Others hold what this request needs. Repeat it in a moment.');
  if (isStatementTimeout(error)) return new DomainError('busy', 'This took too long. Repeat it in a moment, or ask for less.');
  return undefined;
}
