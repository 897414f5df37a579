import { join } from 'node:path';
import { type Database, openDatabase } from '#libs/database';
import { freePort, startOrdersService, waitUntilReady } from '#libs/embedded';
import { world } from '#libs/testing';

export const ROOT = join(import.meta.dirname, '../..');

/** The built service as a process, with a database and a broker of its own. */
export interface Target {
  readonly url: string;
  readonly databaseUrl: string;
  readonly db: Database;
  /** What the service logged as an error, the newest last. */
  readonly complaints: readonly string[];
  /** How the service ended, when it did so by itself. */
  endedBy(): string | undefined;
  stop(): Promise<void>;
}

/** Requests without an end are part of a run, and nobody wants to wait for them long. */
const ENVIRONMENT = {
  HEADERS_TIMEOUT_MS: '500',
  REQUEST_TIMEOUT_MS: '500',
  ALLOW_BACKDATING: 'true',
  LOG_LEVEL: 'error',
  LOG_FORMAT: 'json',
};

/** Where the test servers run: in a Jest run, or after `startTestServers`. */
export async function startTarget(): Promise<Target> {
  const own = await world();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const complaints: string[] = [];
  const onLine = (line: string): void => void complaints.push(line);
  const { databaseUrl, natsUrl } = own;
  const service = startOrdersService({ root: ROOT, port, databaseUrl, natsUrl, environment: ENVIRONMENT, onLine });
  let ended: string | undefined;
  void service.ended.then((how) => (ended = how));
  await waitUntilReady(service, url);
  const db = openDatabase({ url: databaseUrl, poolSize: 2, applicationName: 'fuzz' });
  return {
    url,
    databaseUrl,
    db,
    complaints,
    endedBy: () => ended,
    stop: async () => {
      await service.stop();
      await db.close(500);
      await own.close();
    },
  };
}
