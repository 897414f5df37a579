import { Controller, Get, Header, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { register } from 'prom-client';
import { Health } from './health.js';

@ApiTags('operations')
@Controller()
export class HealthController {
  constructor(@Inject(Health) private readonly health: Health) {}

  @Get('health')
  @ApiOperation({ summary: 'How the service and what it stands on are' })
  @ApiOkResponse({ description: 'It serves; `degraded` when something that can wait, such as NATS, is away' })
  @ApiServiceUnavailableResponse({ description: 'It cannot serve' })
  async report(@Res() reply: FastifyReply): Promise<void> {
    const report = await this.health.report();
    const status = this.health.isShuttingDown ? 'down' : report.status;
    await reply
      .code(status === 'down' ? 503 : 200)
      .header('cache-control', 'no-store')
      .send({ ...report, status, shutting_down: this.health.isShuttingDown, uptime_seconds: Math.round(process.uptime()) });
  }

  @Get('health/live')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Whether the process runs; restart it when this fails' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'Whether requests should be sent here' })
  @ApiOkResponse({ description: 'Ready, perhaps degraded' })
  @ApiServiceUnavailableResponse({ description: 'PostgreSQL is away, or the service is shutting down' })
  ready(@Res() reply: FastifyReply): Promise<void> {
    return this.report(reply);
  }

  @Get('metrics')
  @ApiOperation({ summary: 'Figures for Prometheus' })
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    await reply.header('content-type', register.contentType).send(await register.metrics());
  }
}
