import { join } from 'node:path';
import { applyMigrations, type Database, openDatabase } from '#libs/database';
import { postgresFolder, type RunningNats, type RunningPostgres, wipe } from '#libs/embedded';
import { JetStreamLink } from '#libs/messaging';
import { EFFECTS } from '../consumer/note-effect-when-anything-happened.consumer.js';
import { type ConsumerProcess, superviseConsumer } from './consumer.js';
import type { Link } from './link.js';
import { untilLed } from './leaders.js';
import { Logs } from './logs.js';
import { type Replica, superviseReplica } from './replica.js';
import { superviseBrokers, superviseDatabase } from './servers.js';
import { mountDisks, type SmallDisk, SMALL_WAL, unmountIn } from './small-disks.js';
import type { Supervised } from './supervised.js';

const ROOT = join(import.meta.dirname, '../..');

export interface SystemOptions {
  /** Everything of the run is kept here; wiped first. */
  readonly folder: string;
  /** The folder whose `dist` is tested. */
  readonly build: string;
  readonly cluster: boolean;
  /** Data on file systems in memory that can be filled; only root may have them. */
  readonly smallDisks?: boolean;
  /** SQL that is run after the migrations. */
  readonly afterMigrations: readonly string[];
}

/** The real programs under a supervisor, a proxy on every link between them, and ways to look at them that no fault disturbs. */
export interface System {
  readonly replicas: readonly Replica[];
  readonly consumer: ConsumerProcess;
  readonly postgres: Supervised<RunningPostgres>;
  readonly brokers: readonly Supervised<RunningNats>[];
  readonly programs: readonly Supervised[];
  readonly links: readonly Link[];
  readonly logs: Logs;
  readonly disks: readonly SmallDisk[];
  readonly database: Database;
  readonly nats: JetStreamLink;
  /** Fine weather everywhere, and every program up. */
  heal(): Promise<void>;
  stop(): Promise<void>;
}

export async function startSystem(options: SystemOptions): Promise<System> {
  const { folder, build, cluster, smallDisks = false, afterMigrations } = options;
  unmountIn(folder);
  await wipe(folder);
  const logs = new Logs(join(folder, 'logs'));
  const stops: (() => unknown)[] = [() => logs.close()];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse()) await end();
  };
  const run = async <S extends Supervised>(program: S): Promise<S> => {
    stops.push(() => program.stop());
    await program.start();
    return program;
  };
  try {
    const dataDir = smallDisks ? join(folder, 'disks/postgres/data') : await postgresFolder(folder);
    const disks = smallDisks ? mountDisks(folder) : [];
    stops.push(() => unmountIn(folder));
    const postgres = await run(await superviseDatabase(dataDir, smallDisks ? SMALL_WAL : {}, logs.listen));
    const brokers = await superviseBrokers(smallDisks ? join(folder, 'disks') : folder, cluster ? 3 : 1, logs.listen);
    await Promise.all(brokers.map(run));
    const { url: databaseUrl } = postgres.now;
    const natsUrls = brokers.map((broker) => broker.now.url);
    await applyMigrations({ url: databaseUrl, folder: join(ROOT, 'migrations/orders') });
    const database = openDatabase({ url: databaseUrl, poolSize: 6, applicationName: 'faults', connectTimeoutMs: 2_000 });
    stops.push(() => database.close(1_000));
    for (const statement of [EFFECTS, ...afterMigrations]) await database.sql.unsafe(statement);
    const nats = new JetStreamLink({ url: natsUrls.join(','), name: 'faults', streams: [], mode: 'verify' });
    stops.push(() => nats.close());
    nats.open();

    const around = { build, databaseUrl, natsUrls, listen: logs.listen };
    const environment = { NATS_REPLICAS: cluster ? '3' : '1', EXPIRY_SWEEP_SECONDS: '1' };
    const named = (name: string) => superviseReplica({ ...around, name, environment });
    const replicas = [await named('orders-1'), await named('orders-2')];
    const consumer = await superviseConsumer(around);
    const links = [
      ...replicas.flatMap((replica) => [replica.links.client, replica.links.postgres, ...replica.links.nats]),
      ...[consumer.links.postgres, ...consumer.links.nats],
    ];
    stops.push(() => links.forEach(({ proxy }) => proxy.close()));
    await Promise.all([...replicas.map(({ process }) => run(process)), run(consumer.process)]);
    const programs = [postgres, ...brokers, ...replicas.map(({ process }) => process), consumer.process];
    const heal = async (): Promise<void> => {
      for (const { proxy } of links) {
        proxy.setWeather({});
        proxy.setStrike();
      }
      for (const program of programs) program.thaw();
      for (const program of programs) await program.isWhole();
      if (cluster) await untilLed(nats);
    };
    return { replicas, consumer, postgres, brokers, programs, links, logs, disks, database, nats, heal, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
