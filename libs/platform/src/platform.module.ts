import { Global, Module } from '@nestjs/common';
import { Health } from './health/health.js';
import { HealthController } from './health/health.controller.js';
import { Shutdown } from './shutdown/shutdown.js';

/** Health, metrics and the list of what has to be closed, for every service. */
@Global()
@Module({
  controllers: [HealthController],
  providers: [Health, Shutdown],
  exports: [Health, Shutdown],
})
export class PlatformModule {}
