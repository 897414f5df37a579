import { openDatabase, type Database } from '#libs/database';
import { newId } from '#libs/kernel';
import { world, type World, type WorldWithPostgres } from '#libs/testing';
import { append, JetStreamLink, readAll, type OutboxMessage, type StreamDefinition, type TailedMessage } from '../src/index.js';

export const STREAM: StreamDefinition = {
  name: 'orders',
  subjects: ['orders.>'],
  about: 'a test',
  replicas: 1,
  maxBytes: 100_000_000,
  maxAgeDays: 1,
};

export const DEAD: StreamDefinition = { ...STREAM, name: 'dead_letters', subjects: ['dead.>'] };

export interface Bench extends World, Partial<Pick<WorldWithPostgres, 'postgres'>> {
  readonly database: Database;
  readonly link: JetStreamLink;
  /** Another link to the same broker, as another process has. */
  connect(streams?: readonly StreamDefinition[]): JetStreamLink;
  /** Commits events to the outbox in one transaction. */
  commit(...messages: readonly OutboxMessage[]): Promise<void>;
  /** How many rows the outbox holds. */
  backlog(): Promise<number>;
  /** What the stream holds, in its order. */
  stream(name?: string): Promise<TailedMessage[]>;
}

export async function setup(options: { ownPostgres?: boolean; streams?: readonly StreamDefinition[] } = {}): Promise<Bench> {
  const streams = options.streams ?? [STREAM, DEAD];
  const own = await world(options);
  const database = openDatabase({ url: own.databaseUrl, idleInTransactionTimeoutMs: 1_500 });
  const links: JetStreamLink[] = [];
  const connect = (wanted: readonly StreamDefinition[] = streams): JetStreamLink => {
    const link = new JetStreamLink({ url: own.natsUrl, name: 'test', streams: wanted, mode: 'create' });
    links.push(link);
    link.open();
    return link;
  };
  const link = connect();
  await readiness(link);
  return {
    ...own,
    database,
    link,
    connect,
    commit: (...messages) => database.transaction((tx) => append(tx, messages)),
    backlog: async () => Number((await database.sql`select count(*) as n from outbox`)[0]?.['n']),
    stream: (name = 'orders') => readStream(link, name),
    close: async () => {
      await Promise.all(links.map((one) => one.close()));
      await database.close();
      await own.close();
    },
  };
}

export function readiness(link: JetStreamLink): Promise<void> {
  return new Promise((resolve) => link.onReady(resolve));
}

/** As with an old server: no batches, so the relay goes one by one. */
export function withoutBatches(link: JetStreamLink): JetStreamLink {
  return new Proxy(link, {
    get: (target, name, receiver) => {
      if (name !== 'current') return Reflect.get(target, name, receiver);
      const current = target.current;
      return current && { ...current, streams: current.streams.map((stream) => ({ ...stream, takesBatches: false })) };
    },
  });
}

/** An event of an order, as the services make them. */
export function anEvent(key: string, sequence: number, more: object = {}): OutboxMessage {
  const eventId = newId();
  return {
    eventId,
    key,
    subject: 'orders.order_updated',
    headers: { 'ce-id': eventId },
    payload: JSON.stringify({ event_id: eventId, order_id: key, sequence, ...more }),
  };
}

export const sequenceOf = (message: TailedMessage): number => (JSON.parse(message.body) as { sequence: number }).sequence;
export const keyOf = (message: TailedMessage): string => (JSON.parse(message.body) as { order_id: string }).order_id;

function readStream(link: JetStreamLink, name: string): Promise<TailedMessage[]> {
  if (!link.current) throw new Error('the broker is away');
  return readAll(link.current, name);
}
