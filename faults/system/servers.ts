import { join } from 'node:path';
import { findNatsServer, freePort, type RunningNats, type RunningPostgres, startNats, startPostgres } from '#libs/embedded';
import { withBackends } from '#libs/testing';
import { Supervised } from './supervised.js';

/** Everything that a program says, line by line. */
export type Listen = (program: string, line: string) => void;

/** PostgreSQL with the durability that it ships with. It keeps its port and its data from one start to the next. */
export async function superviseDatabase(
  dataDir: string,
  settings: Readonly<Record<string, string>>,
  listen: Listen,
): Promise<Supervised<RunningPostgres>> {
  const port = await freePort();
  const log = (line: string): void => listen('postgres', line);
  return new Supervised({
    name: 'postgres',
    start: () => startPostgres({ dataDir, port, settings, log }),
    processes: ({ pid }) => withBackends(pid),
  });
}

/** One nats-server, or several as a cluster with a common JetStream. They keep their ports and their stores. */
export async function superviseBrokers(folder: string, count: number, listen: Listen): Promise<Supervised<RunningNats>[]> {
  const binary = await findNatsServer();
  const names = Array.from({ length: count }, (_, index) => `nats-${index + 1}`);
  const ports = await Promise.all(names.map(freePort));
  const routePorts = await Promise.all(names.map(freePort));
  const routes = routePorts.map((port) => `"nats://127.0.0.1:${port}"`).join(', ');
  return names.map((name, index) => {
    // Clients are not told of the other servers: they would find their way around the proxies.
    const cluster = `server_name: ${name}
cluster { name: faults, listen: "127.0.0.1:${routePorts[index]}", routes: [${routes}], no_advertise: true }`;
    const options = {
      storeDir: join(folder, name),
      port: ports[index],
      binary,
      ...(count > 1 && { config: cluster }),
      log: (line: string) => listen(name, line),
    };
    return new Supervised({ name, start: () => startNats(options) });
  });
}
