import { Global, Module, type DynamicModule } from '@nestjs/common';
import { openDatabase, type Database } from '#libs/database';
import { JetStreamLink, measureBacklog, Relay } from '#libs/messaging';
import { Health, Shutdown } from '#libs/platform';
import type { OrdersSettings } from './orders.config.js';
import { forgetOldRows } from './upkeep.js';
import { ordersStreams } from './messaging/streams.js';
import { DATABASE, ORDERS_SETTINGS } from './tokens.js';

/** What the service stands on: the database, the broker, and the relay between them. */
@Global()
@Module({})
export class InfrastructureModule {
  static with(settings: OrdersSettings): DynamicModule {
    return {
      module: InfrastructureModule,
      providers: [
        { provide: ORDERS_SETTINGS, useValue: settings },
        { provide: DATABASE, useFactory: () => openOrdersDatabase(settings) },
        { provide: JetStreamLink, useFactory: () => linkTo(settings) },
        {
          provide: Relay,
          useFactory: (database: Database, link: JetStreamLink) => new Relay(database, link),
          inject: [DATABASE, JetStreamLink],
        },
        { provide: START, useFactory: start, inject: [ORDERS_SETTINGS, DATABASE, JetStreamLink, Relay, Health, Shutdown] },
      ],
      exports: [ORDERS_SETTINGS, DATABASE, JetStreamLink, Relay],
    };
  }
}

/** Made once, so that everything is registered and running when the application is. */
const START = Symbol('start');

function start(
  settings: OrdersSettings,
  database: Database,
  link: JetStreamLink,
  relay: Relay,
  health: Health,
  shutdown: Shutdown,
): true {
  health.register({ name: 'postgres', critical: true, check: () => database.ping(1_000) });
  health.register({ name: 'nats', critical: false, check: () => link.check() });
  const upkeep = [measureBacklog(database), forgetOldRows(database, settings)];
  shutdown.register({ name: 'database', limitMs: 6_000, close: () => database.close(5_000) });
  shutdown.register({ name: 'nats', limitMs: 3_000, close: () => link.close() });
  shutdown.register({ name: 'relay', limitMs: 7_000, close: () => relay.stop() });
  shutdown.register({
    name: 'upkeep',
    limitMs: 1_000,
    close: () => Promise.all(upkeep.map((stop) => Promise.resolve(stop()))),
  });
  link.open();
  relay.start();
  return true;
}

export function openOrdersDatabase(settings: OrdersSettings): Database {
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
