import type { InventoryEvent } from '#libs/contracts';
import { openDatabase, type Database } from '#libs/database';
import { JetStreamLink } from '#libs/messaging';
import { bootstrap, readSettings } from '#libs/platform';
import { eventually, world, type World, type WorldWithPostgres } from '#libs/testing';
import { OrdersApp, ordersService } from '../src/orders.app.js';
import { ordersSettings } from '../src/orders.config.js';
import { ExpiringService, type Swept } from '../src/orders/expiring/expiring.service.js';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { anOrderBody, type CreateBody } from './order-body.js';
import { readStream, type StreamedEvent } from './stream.js';

export interface Answer<B = OrderBody> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Parsed when it is JSON, else the text. */
  readonly body: B;
}

export interface Sending {
  readonly headers?: Readonly<Record<string, string>>;
}

/** The real service over HTTP. Every call resolves with whatever was answered, errors included. */
export interface Client {
  readonly url: string;
  call<B = OrderBody>(method: string, path: string, body?: unknown, sending?: Sending): Promise<Answer<B>>;
  get<B = OrderBody>(path: string, headers?: Sending['headers']): Promise<Answer<B>>;
  post<B = OrderBody>(path: string, body?: unknown, headers?: Sending['headers']): Promise<Answer<B>>;
  patch<B = OrderBody>(path: string, body: unknown, headers?: Sending['headers']): Promise<Answer<B>>;
  /** Creates an order with valid defaults. @throws Error when that is not answered with 201 */
  place(given?: Partial<CreateBody>): Promise<OrderBody>;
}

export interface RunningService<W extends World = World> extends Client {
  readonly world: W;
  readonly db: Database;
  /** Everything in the stream once the outbox is empty, in the order of the stream. */
  events(orderId?: string): Promise<StreamedEvent[]>;
  /** As `events`, of the stream of the stock. */
  stockEvents(): Promise<StreamedEvent<InventoryEvent>[]>;
  /** Ends what is due to expire now, as the service does by itself every so often. */
  expireDue(): Promise<Swept>;
  stop(): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

/** The whole orders service in this process, on a free port, with a database and a broker of its own. */
export async function startService(environment?: Environment): Promise<RunningService> {
  return run(await world(), environment);
}

/** As `startService`, with a PostgreSQL that the test may stop. */
export async function startServiceWithPostgres(environment?: Environment): Promise<RunningService<WorldWithPostgres>> {
  return run(await world({ ownPostgres: true }), environment);
}

/** A second service on the same database and broker, which stops with them or before. */
export async function startReplica({ world: shared }: RunningService, environment?: Environment): Promise<RunningService> {
  return run({ ...shared, close: () => Promise.resolve() }, environment);
}

async function run<W extends World>(own: W, environment: Environment = {}): Promise<RunningService<W>> {
  const settings = readSettings(ordersSettings, {
    PORT: '0',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent',
    DATABASE_URL: own.databaseUrl,
    NATS_URL: own.natsUrl,
    ...environment,
  });
  const service = await bootstrap(OrdersApp.with(settings), ordersService, settings);
  await eventually(() => service.app.get(JetStreamLink).current !== undefined);
  const db = openDatabase({ url: own.databaseUrl, poolSize: 2, applicationName: 'test' });
  const drained = async (): Promise<boolean> => (await db.sql`select 1 from outbox limit 1`).length === 0;
  return {
    ...clientOf(service.url),
    world: own,
    db,
    events: async (orderId) => {
      await eventually(drained, { within: 15_000 });
      const events = await readStream(own.natsUrl, settings.natsStream);
      return events.filter(({ body }) => orderId === undefined || body.order_id === orderId);
    },
    stockEvents: async () => {
      await eventually(drained, { within: 15_000 });
      return readStream<InventoryEvent>(own.natsUrl, 'inventory');
    },
    expireDue: () => service.app.get(ExpiringService).sweep({ lanes: 4, signal: new AbortController().signal }),
    stop: async () => {
      await service.stop();
      await db.close(500);
      await own.close();
    },
  };
}

function clientOf(url: string): Client {
  const call: Client['call'] = (method, path, body, sending) => send(new URL(path, url), method, body, sending);
  const post: Client['post'] = (path, body, headers) => call('POST', path, body, { headers });
  return {
    url,
    call,
    post,
    get: (path, headers) => call('GET', path, undefined, { headers }),
    patch: (path, body, headers) => call('PATCH', path, body, { headers }),
    place: async (given) => {
      const { status, body } = await post('/orders', anOrderBody(given));
      if (status !== 201) throw new Error(`the order was not created: ${JSON.stringify(body)}`);
      return body;
    },
  };
}

/** A body that is a string or bytes goes out as it is, anything else as JSON. */
async function send<B>(url: URL, method: string, body: unknown, { headers = {} }: Sending = {}): Promise<Answer<B>> {
  const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
  const response = await fetch(url, {
    method,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: (raw ? body : JSON.stringify(body)) as string | undefined,
  });
  const text = await response.text();
  const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '');
  const parsed: unknown = isJson ? JSON.parse(text) : text;
  return { status: response.status, headers: Object.fromEntries(response.headers), body: parsed as B };
}
