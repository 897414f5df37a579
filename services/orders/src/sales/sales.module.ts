import { Module } from '@nestjs/common';
import { SalesController } from './sales.controller.js';
import { SalesQueries } from './sales.queries.js';

@Module({ controllers: [SalesController], providers: [SalesQueries] })
export class SalesModule {}
