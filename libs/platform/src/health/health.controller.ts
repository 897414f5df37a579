import { Controller, Get, Header, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { register } from 'prom-client';
import { HttpProblems } from '../openapi/problem.schema.js';
import { Health } from './health.js';
import { CheckSchema, HealthReportSchema, LiveSchema } from './health.schema.js';

@ApiTags('operations')
@ApiExtraModels(CheckSchema)
@Controller()
export class HealthController {
  constructor(@Inject(Health) private readonly health: Health) {}

  @Get('health')
  @ApiOperation({ summary: 'How the service and what it stands on are', operationId: 'getHealth' })
  @ApiOkResponse({
    type: HealthReportSchema,
    description: 'It serves; `degraded` when something that can wait, such as NATS, is away',
  })
  @ApiServiceUnavailableResponse({ type: HealthReportSchema, description: 'It cannot serve' })
  @HttpProblems()
  async report(@Res() reply: FastifyReply): Promise<void> {
    const report = await this.health.report();
    const isShuttingDown = this.health.isShuttingDown;
    const status = isShuttingDown ? 'down' : report.status;
    await reply
      .code(status === 'down' ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.OK)
      .header('cache-control', 'no-store')
      .send({
        ...report,
        ...this.health.service,
        status,
        shutting_down: isShuttingDown,
        uptime_seconds: Math.round(process.uptime()),
      });
  }

  @Get('health/live')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether the process runs; restart it when this fails', operationId: 'getLiveness' })
  @ApiOkResponse({ type: LiveSchema })
  @HttpProblems()
  live(): LiveSchema {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'Whether requests should be sent here', operationId: 'getReadiness' })
  @ApiOkResponse({ type: HealthReportSchema, description: 'Ready, perhaps degraded' })
  @ApiServiceUnavailableResponse({
    type: HealthReportSchema,
    description: 'PostgreSQL is away, or the service is shutting down',
  })
  @HttpProblems()
  ready(@Res() reply: FastifyReply): Promise<void> {
    return this.report(reply);
  }

  @Get('metrics')
  @ApiOperation({ summary: 'Figures for Prometheus', operationId: 'getMetrics' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @HttpProblems()
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    await reply
      .header('content-type', register.contentType)
      .header('cache-control', 'no-store')
      .send(await register.metrics());
  }
}
