import { startService, type Program } from '../../system/programs.js';
import { startServers, type Servers } from '../../system/servers.js';

/** Several processes of the service over one PostgreSQL and one nats-server. */
export interface Cluster {
  readonly services: readonly Program[];
  readonly servers: Servers;
  stop(): Promise<void>;
}

export async function openCluster(processes: number): Promise<Cluster> {
  const servers = await startServers(`replicas-${processes}`);
  const services: Program[] = [];
  const stop = async (): Promise<void> => {
    for (const service of services) await service.stop();
    await servers.stop();
  };
  try {
    while (services.length < processes) services.push(await startService(servers.databaseUrl, servers.natsUrl));
    return { services, servers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
