import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { connect, type ConnectionOptions, type JetStreamClient, type JetStreamManager, type NatsConnection } from 'nats';
import type { Capabilities } from './capabilities.js';
import { ensureStreams, type KnownStream, type StreamDefinition, type StreamMode } from './streams.js';

export interface JetStreamConfig {
  /** Servers, separated by commas. */
  readonly url: string;
  /** Shown in the server's connection list. */
  readonly name: string;
  readonly streams: readonly StreamDefinition[];
  /** `create` makes and updates the streams, `verify` only checks them. */
  readonly mode: StreamMode;
}

export interface JetStream {
  readonly connection: NatsConnection;
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly can: Capabilities;
  /** The streams of the definitions, as they are on the server. */
  readonly streams: readonly KnownStream[];
  /** Aborted when the connection is lost or left; after it another `JetStream` is `current`, or none. */
  readonly lost: AbortSignal;
}

const RETRY_MS = 500;
const REQUEST_LIMIT_MS = 5_000;
const DRAIN_LIMIT_MS = 2_000;

/**
 * The connection to NATS. It is made in the background and remade for ever: a service starts and takes orders while the
 * broker is away. `current` is the connection with its streams in place, or nothing.
 */
export class JetStreamLink {
  private readonly logger = new Logger('JetStream');
  private ready?: JetStream;
  private connection?: NatsConnection;
  private closed = false;
  /** Aborted when the server is lost or another is found, so that work for it ends. */
  private visit = beginVisit();
  private readonly listeners = new Set<() => void>();
  private lastComplaint = '';

  constructor(private readonly config: JetStreamConfig) {}

  /** Begins to connect; returns at once. */
  open(): void {
    void this.keepConnecting();
  }

  get current(): JetStream | undefined {
    return this.ready && !this.ready.connection.isClosed() ? this.ready : undefined;
  }

  /** Calls back whenever the broker is there (again). */
  onReady(listener: () => void): void {
    this.listeners.add(listener);
    if (this.ready) listener();
  }

  /** For health checks. @throws Error when the broker is away */
  async check(): Promise<void> {
    if (!this.ready) throw Object.assign(new Error('not connected'), { code: 'NATS_AWAY' });
    await this.ready.connection.rtt();
  }

  async close(): Promise<void> {
    const connection = this.current?.connection;
    this.closed = true;
    this.leave();
    // A drain waits for the server's word, so it is only asked of one that is there.
    const drained = connection?.drain().catch(() => undefined);
    if (drained) await Promise.race([drained, delay(DRAIN_LIMIT_MS, undefined, { ref: false })]);
    await this.connection?.close();
  }

  private async keepConnecting(): Promise<void> {
    while (!this.closed) {
      try {
        this.connection = await connect(optionsOf(this.config));
        void this.follow(this.connection).catch((error: unknown) => this.complain(error));
        const reason = await this.connection.closed();
        if (reason) this.complain(reason);
      } catch (error) {
        this.complain(error);
      }
      this.leave();
      if (!this.closed) await delay(RETRY_MS);
    }
  }

  /** Follows one connection through losses and returns. The list of what happens to it does not end when it is closed. */
  private async follow(connection: NatsConnection): Promise<void> {
    if (this.closed) return connection.close();
    void this.prepare(connection);
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') {
        this.leave();
        this.complain(new Error('connection lost'));
      }
      // The server that answers now may be another one, with an empty store.
      if (type === 'reconnect') void this.prepare(connection);
    }
  }

  private leave(): void {
    this.ready = undefined;
    this.visit.abort();
    this.visit = beginVisit();
  }

  /** Brings the streams in place; again and again, because JetStream may start later than NATS, or a stream be made later. */
  private async prepare(connection: NatsConnection): Promise<void> {
    this.leave();
    const { signal: lost } = this.visit;
    while (!lost.aborted) {
      try {
        const jetstream = await this.enter(connection, lost);
        if (!lost.aborted) this.announce(jetstream);
        return;
      } catch (error) {
        this.complain(error);
        await delay(RETRY_MS);
      }
    }
  }

  private async enter(connection: NatsConnection, lost: AbortSignal): Promise<JetStream> {
    const can = capabilitiesOf(connection);
    const manager = await connection.jetstreamManager({ timeout: REQUEST_LIMIT_MS });
    const streams = await ensureStreams(manager, this.config.streams, this.config.mode, can);
    return { connection, manager, client: connection.jetstream({ timeout: REQUEST_LIMIT_MS }), can, streams, lost };
  }

  private announce(jetstream: JetStream): void {
    this.ready = jetstream;
    this.lastComplaint = '';
    this.logger.log({ msg: 'connected', server: jetstream.can.version, lacks: lackingOf(jetstream.can) });
    this.listeners.forEach((listener) => listener());
  }

  /** Says each kind of trouble once, not at every try. */
  private complain(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason === this.lastComplaint || this.closed) return;
    this.lastComplaint = reason;
    this.logger.warn({ msg: 'NATS is away; orders are taken, events wait in the outbox', reason });
  }
}

function beginVisit(): AbortController {
  const visit = new AbortController();
  // Every message under way listens.
  setMaxListeners(0, visit.signal);
  return visit;
}

function optionsOf({ url, name }: JetStreamConfig): ConnectionOptions {
  return {
    servers: url.split(',').map((server) => server.trim()),
    name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: RETRY_MS,
    reconnectJitter: 250,
    timeout: REQUEST_LIMIT_MS,
    pingInterval: 10_000,
    maxPingOut: 2,
  };
}

/** What an old server cannot do, so that it is said once per connection. */
function lackingOf(can: Capabilities): string[] {
  return [
    ...(can.atomicBatches ? [] : ['atomic batches (2.12): events go one by one']),
    ...(can.severalFilters ? [] : ['several filters (2.10): consumers filter themselves']),
  ];
}

function capabilitiesOf({ info }: NatsConnection): Capabilities {
  const version = info?.version ?? '0.0.0';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isSince = (since: number): boolean => major > 2 || (major === 2 && minor >= since);
  return { version, atomicBatches: isSince(12), severalFilters: isSince(10), maxPayload: info?.max_payload ?? 1_048_576 };
}
