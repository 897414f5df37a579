import { fillDatabase } from '../../fill/fill-database.js';
import { startService } from '../../system/programs.js';
import { startServers, type Servers } from '../../system/servers.js';

/** A service over a database of some size, with servers of its own, so that their processor time can be told apart. */
export interface Shop {
  readonly orders: number;
  readonly sql: Servers['sql'];
  readonly url: string;
  readonly pids: { readonly service: number; readonly postgres: number };
  stop(): Promise<void>;
}

export async function openShop(orders: number): Promise<Shop> {
  const servers = await startServers(`orders-${orders}`);
  try {
    const began = performance.now();
    await fillDatabase(servers.databaseUrl, orders);
    console.log(`  ${orders} orders in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    const service = await startService(servers.databaseUrl, servers.natsUrl);
    const stop = async (): Promise<void> => {
      await service.stop();
      await servers.stop();
    };
    return { orders, sql: servers.sql, url: service.url, pids: { service: service.pid, postgres: servers.pids.postgres }, stop };
  } catch (error) {
    await servers.stop();
    throw error;
  }
}
