import { Global, Inject, Module, type DynamicModule, type OnApplicationBootstrap } from '@nestjs/common';
import { openDatabase, type Database, type DatabaseConfig } from '#libs/database';
import { JetStreamLink, measureBacklog, Relay } from '#libs/messaging';
import { Health, Shutdown } from '#libs/platform';
import type { OrdersSettings } from './orders.config.js';
import { LockTurns } from './grouping/lock-turns.js';
import { keepTidy } from './upkeep.js';
import { ordersStreams } from './messaging/streams.js';
import { DATABASE, ORDERS_SETTINGS } from './tokens.js';

/** What the service stands on: the database, the broker, the relay between them, and the turns of those who wait. */
@Global()
@Module({})
export class InfrastructureModule implements OnApplicationBootstrap {
  constructor(
    @Inject(ORDERS_SETTINGS) private readonly settings: OrdersSettings,
    @Inject(DATABASE) private readonly database: Database,
    private readonly link: JetStreamLink,
    private readonly relay: Relay,
    private readonly health: Health,
    private readonly shutdown: Shutdown,
  ) {}

  /** Nothing is connected before this, so that an application can be made only to be described. */
  onApplicationBootstrap(): void {
    const { database, link, relay, health, shutdown } = this;
    health.register({ name: 'postgres', critical: true, check: () => database.ping(1_000) });
    health.register({ name: 'nats', critical: false, check: () => link.check() });
    health.register({ name: 'events', critical: false, check: () => relay.check() });
    const upkeep = [measureBacklog(database), keepTidy(database, this.settings)];
    shutdown.register({ name: 'database', limitMs: 6_000, close: () => database.close(5_000) });
    shutdown.register({ name: 'nats', limitMs: 3_000, close: () => link.close() });
    shutdown.register({ name: 'relay', limitMs: 7_000, close: () => relay.stop() });
    shutdown.register({ name: 'upkeep', limitMs: 1_000, close: () => Promise.resolve(upkeep.forEach((stop) => stop())) });
    link.open();
    relay.start();
  }

  static with(settings: OrdersSettings): DynamicModule {
    return {
      module: InfrastructureModule,
      providers: [
        { provide: ORDERS_SETTINGS, useValue: settings },
        { provide: DATABASE, useFactory: () => openServing(settings) },
        { provide: JetStreamLink, useFactory: () => linkTo(settings) },
        {
          provide: Relay,
          useFactory: (database: Database, link: JetStreamLink) => new Relay(database, link),
          inject: [DATABASE, JetStreamLink],
        },
        LockTurns,
      ],
      exports: [ORDERS_SETTINGS, DATABASE, JetStreamLink, Relay, LockTurns],
    };
  }
}

function openServing(settings: OrdersSettings): Database {
  return openOrdersDatabase(settings, { answerTimeoutMs: settings.databaseAnswerTimeoutMs });
}

/** As the settings say. Commands of operators have statements that take long, and wait for their answers. */
export function openOrdersDatabase(settings: OrdersSettings, more: DatabaseConfig = {}): Database {
  const { databaseUrl, readDatabaseUrl } = settings;
  const fields = {
    host: settings.databaseHost,
    port: settings.databasePort,
    database: settings.databaseName,
    user: settings.databaseUser,
    password: settings.databasePassword,
  };
  return openDatabase({
    ...(databaseUrl === '' ? fields : { url: databaseUrl }),
    ...(readDatabaseUrl !== '' && { readUrl: readDatabaseUrl }),
    poolSize: settings.databasePoolSize,
    applicationName: 'pulse-orders',
    ...more,
  });
}

function linkTo(settings: OrdersSettings): JetStreamLink {
  return new JetStreamLink({
    url: settings.natsUrl,
    name: 'pulse-orders',
    streams: ordersStreams(settings),
    mode: settings.natsStreamMode,
  });
}
