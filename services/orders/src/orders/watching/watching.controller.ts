import { Controller, Get, Inject, Logger, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/kernel';
import { JetStreamLink, Tail, type TailReader } from '#libs/messaging';
import { LongLived, Problems, QueryInteger, read, refuse, Shutdown, Uuid } from '#libs/platform';
import type { OrdersSettings } from '../../orders.config.js';
import { ORDERS_SETTINGS } from '../../tokens.js';
import { EventStream } from './event-stream.js';
import { watchedEvent, type WatchedEvent } from './watched-event.js';

class WatchQuery {
  @Uuid({ optional: true, about: 'Events of this order only' })
  order_id?: string;

  @Uuid({ optional: true, about: "Events of this customer's orders only" })
  customer_id?: string;

  @QueryInteger({
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    about: 'As the header `Last-Event-ID`, for readers that cannot set it',
  })
  last_event_id?: string;
}

@ApiTags('orders')
@Controller('orders')
export class WatchingController {
  private readonly open = new Set<{ stop(): void }>();
  private readonly logger = new Logger('Watching');
  private readonly tail: Tail<WatchedEvent>;
  private opening = 0;

  constructor(
    private readonly link: JetStreamLink,
    @Inject(ORDERS_SETTINGS) private readonly settings: OrdersSettings,
    shutdown: Shutdown,
  ) {
    this.tail = new Tail(link, { stream: settings.natsStream, view: watchedEvent });
    // Readers come back to another instance and miss nothing.
    shutdown.registerStreams(() => this.open.forEach((events) => events.stop()));
  }

  @Get('stream')
  @LongLived()
  @ApiOperation({
    summary: 'Changes of orders as they happen, as server-sent events',
    description: '`id` is the place in the stream, `event` the type, `data` the body that consumers of the stream get too.',
    operationId: 'watchOrders',
  })
  @ApiProduces('text/event-stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    description:
      'The last `id` that was received; what came after it is sent first. One beyond the end belongs to a stream that is ' +
      'gone, as after the loss of a disk; then all of the present one is sent',
  })
  @ApiQuery({ type: WatchQuery })
  @ApiOkResponse({ description: 'A stream without an end', schema: { type: 'string' } })
  @Problems('validation_failed', 'stream_unavailable')
  async watch(@Query() query: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const wanted = read(WatchQuery, query, '/query');
    const after = parsePosition(wanted.last_event_id ?? request.headers['last-event-id']);
    const events = await this.follow(after, () => reply.raw.destroy());
    reply.raw.once('close', () => events.stop());
    if (reply.raw.closed) events.stop();
    const headers = {
      ...reply.getHeaders(),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    };
    reply.hijack();
    reply.raw.writeHead(200, headers as Record<string, string>);
    try {
      await pump(events, new EventStream(reply.raw), (event) => matches(event, wanted));
    } finally {
      this.open.delete(events);
      reply.raw.end();
    }
  }

  private async follow(after: number | undefined, onOutrun: () => void): Promise<TailReader<WatchedEvent>> {
    if (!this.link.current) throw brokerAway();
    if (this.open.size + this.opening >= this.settings.maxStreamReaders)
      throw new DomainError('stream_unavailable', 'Too many readers are connected.');
    this.opening += 1;
    try {
      const events = await this.tail.open(after, onOutrun);
      this.open.add(events);
      return events;
    } catch (error) {
      // Frozen, or lost in this moment.
      this.logger.warn({ msg: 'a reader gets no stream', reason: String(error) });
      throw brokerAway();
    } finally {
      this.opening -= 1;
    }
  }
}

const brokerAway = () => new DomainError('stream_unavailable', 'The message broker is away. Orders are taken all the same.');

async function pump(
  events: TailReader<WatchedEvent>,
  stream: EventStream,
  wants: (event: WatchedEvent) => boolean,
): Promise<void> {
  stream.begin();
  for await (const event of events) {
    if (!stream.isOpen) break;
    if (wants(event)) await stream.send(event.frame);
  }
  stream.end();
}

function matches(event: WatchedEvent, { order_id: orderId, customer_id: customerId }: WatchQuery): boolean {
  const sameOrder = orderId === undefined || event.orderId === orderId.toLowerCase();
  return sameOrder && (customerId === undefined || event.customerId === customerId.toLowerCase());
}

function parsePosition(id: string | string[] | undefined): number | undefined {
  if (id === undefined || id === '') return undefined;
  const position = Number(id);
  if (typeof id !== 'string' || !/^\d{1,16}$/.test(id) || !Number.isSafeInteger(position)) {
    refuse([{ pointer: '/headers/last-event-id', message: 'must be an id that this stream gave out' }]);
  }
  return position;
}
