import { connect } from 'node:net';
import {
  Body,
  Controller,
  Get,
  Inject,
  Logger,
  Module,
  Param,
  Post,
  Patch,
  Query,
  Req,
  Res,
  type DynamicModule,
  type Type,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import {
  bootstrap,
  Health,
  Integer,
  LongLived,
  platformSettings,
  PlatformModule,
  Problems,
  QueryInteger,
  read,
  readSettings,
  setting,
  Shutdown,
  Text,
} from '../src/index.js';

export class ThingDto {
  @Text({ max: 20, example: 'Chair' })
  name!: string;

  @Integer({ min: 1, max: 9 })
  qty!: number;
}

class PageQuery {
  @QueryInteger({ min: 1, max: 100, default: 20 })
  limit?: string;
}

/** Lets a test hold a request inside of the service, and see that it is there. */
export class Gate {
  readonly streams: FastifyReply[] = [];
  entered!: () => void;
  open!: () => void;
  readonly whenEntered = new Promise<void>((resolve) => (this.entered = resolve));
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

export class AwayError extends Error {}

@Controller('things')
class ThingsController {
  constructor(@Inject(Gate) private readonly gate: Gate) {}

  @Post()
  @Problems('malformed_json', 'validation_failed')
  make(@Body() body: unknown): ThingDto {
    return read(ThingDto, body);
  }

  @Get()
  list(@Query() query: unknown): PageQuery {
    return read(PageQuery, query, '/query');
  }

  @Get('special')
  special(): { special: true } {
    return { special: true };
  }

  @Get('slow')
  async slow(): Promise<{ done: true }> {
    this.gate.entered();
    await this.gate.opened;
    return { done: true };
  }

  /** More than the buffers of a connection hold. */
  @Get('large')
  large(): string {
    return 'x'.repeat(32_000_000);
  }

  @Get('stream')
  @LongLived()
  stream(@Res() reply: FastifyReply): void {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.raw.write(': open\n\n');
    this.gate.streams.push(reply);
  }

  @Get('logged')
  logged(): object {
    new Logger('Things').log({ msg: 'at work', authorization: 'Bearer secret' });
    return {};
  }

  @Get('broken')
  broken(): never {
    throw Object.assign(new Error('select * from secrets where password = 1'), { detail: 'Key (email)=(ada@example.com)' });
  }

  @Get('away')
  away(): never {
    throw new AwayError('connect ECONNREFUSED 10.0.0.7:5432');
  }

  @Get('ids')
  ids(@Req() request: FastifyRequest): object {
    return { id: request.id, ip: request.ip };
  }

  @Get(':id')
  find(@Param('id') id: string): never {
    throw new DomainError('order_not_found', 'There is no such order.', { order_id: id, status: 200 });
  }

  @Patch(':id')
  change(@Body() body: unknown): unknown {
    return { body };
  }
}

@Module({ controllers: [ThingsController], providers: [Gate], exports: [Gate] })
class ThingsModule {}

export function sampleModule(...imports: (Type | DynamicModule)[]): DynamicModule {
  return { module: class SampleApp {}, imports: [PlatformModule, ThingsModule, ...imports] };
}

export const sampleSettings = { port: setting.port('PORT', 0, 'Port of the sample'), ...platformSettings };

export const sampleDescription = {
  name: 'sample',
  api: { title: 'Sample', description: 'For tests.', version: '1.2.3' },
  asyncApi: () => Promise.resolve('{"asyncapi":"3.0.0"}'),
  translateError: (error: unknown) =>
    error instanceof AwayError ? new DomainError('database_unavailable', 'The database is away.') : undefined,
};

/** A small service on a free port of the loopback address, quiet unless told otherwise. */
export async function startSample(environment: Record<string, string> = {}, logTo?: { write(line: string): void }) {
  const settings = readSettings(sampleSettings, { LOG_LEVEL: 'silent', ...environment });
  const service = await bootstrap(sampleModule(), { ...sampleDescription, logTo }, settings);
  const port = Number(new URL(service.url).port);
  return {
    ...service,
    port,
    gate: service.app.get(Gate),
    health: service.app.get(Health),
    shutdown: service.app.get(Shutdown),
    /** Sends bytes as they are and gives what came back until the connection ended. */
    sendRaw: (...parts: readonly string[]) => sendRaw(port, parts),
    post: (body: string | Buffer, headers: Record<string, string> = {}, path = '/things', method = 'POST') =>
      fetch(service.url + path, { method, body, headers: { 'content-type': 'application/json', ...headers } }),
  };
}

function sendRaw(port: number, parts: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => parts.forEach((part) => socket.write(part)));
    let text = '';
    socket.setEncoding('utf8').on('data', (data) => (text += String(data)));
    socket.on('close', () => resolve(text)).on('error', (error) => (text === '' ? reject(error) : resolve(text)));
  });
}
