import { freePort, type OwnedProcess, startOrdersService, waitUntilReady } from '#libs/embedded';
import { openLink, type Link } from './link.js';
import type { Listen } from './servers.js';
import { startedWhen } from './start.js';
import { Supervised } from './supervised.js';

/** A process of the service with the links around it. */
export interface Replica {
  readonly name: string;
  /** Where clients find it: behind a proxy. */
  readonly url: string;
  readonly process: Supervised<OwnedProcess>;
  readonly links: { readonly client: Link; readonly postgres: Link; readonly nats: readonly Link[] };
}

export interface ReplicaOptions {
  readonly name: string;
  /** The folder that holds the `dist` to run. */
  readonly build: string;
  readonly databaseUrl: string;
  readonly natsUrls: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly listen: Listen;
}

export async function superviseReplica(options: ReplicaOptions): Promise<Replica> {
  const { name, build, environment, listen } = options;
  const port = await freePort();
  const ownUrl = `http://127.0.0.1:${port}`;
  const { postgres, nats } = await linksOf(name, options);
  const client = await openLink('client', name, ownUrl);
  const start = (): Promise<OwnedProcess> => {
    const service = startOrdersService({
      root: build,
      port,
      databaseUrl: postgres.proxy.url,
      natsUrl: natsUrlOf(nats),
      environment: { ...environment, LOG_REQUEST_SAMPLE: '0' },
      onLine: (line) => listen(name, line),
    });
    return startedWhen(waitUntilReady(service, ownUrl), service);
  };
  return { name, url: client.proxy.url, process: new Supervised({ name, start }), links: { client, postgres, nats } };
}

/** The links of a program to the servers. */
export async function linksOf(
  name: string,
  { databaseUrl, natsUrls }: Pick<ReplicaOptions, 'databaseUrl' | 'natsUrls'>,
): Promise<{ postgres: Link; nats: Link[] }> {
  return {
    postgres: await openLink(name, 'postgres', databaseUrl),
    nats: await Promise.all(natsUrls.map((url, index) => openLink(name, `nats-${index + 1}`, url))),
  };
}

export function natsUrlOf(links: readonly Link[]): string {
  return links.map(({ proxy }) => proxy.url).join(',');
}
