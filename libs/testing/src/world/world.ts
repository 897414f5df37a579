import { createTestDatabase } from './test-database.js';
import { startTestNats, type TestNats } from './test-nats.js';
import { startTestPostgres, type TestPostgres } from './test-postgres.js';

/** What a test file has to itself. Whoever asks for one closes it. */
export interface World {
  databaseUrl: string;
  natsUrl: string;
  nats: TestNats;
  close(): Promise<void>;
}

export interface WorldWithPostgres extends World {
  postgres: TestPostgres;
}

/**
 * An own migrated database on the run's PostgreSQL and an own nats-server with JetStream.
 * With `ownPostgres` the PostgreSQL is this test's alone, to be killed and frozen; it takes a second longer.
 */
export async function world(options: { ownPostgres: true }): Promise<WorldWithPostgres>;
export async function world(options?: { ownPostgres?: boolean }): Promise<World>;
export async function world({ ownPostgres = false } = {}): Promise<World & { postgres?: TestPostgres }> {
  const [nats, postgres] = await Promise.all([startTestNats(), ownPostgres ? startTestPostgres() : undefined]);
  const database = await createTestDatabase(postgres && { serverUrl: postgres.url });
  return {
    databaseUrl: database.url,
    natsUrl: nats.url,
    nats,
    ...(postgres && { postgres }),
    close: async () => {
      await Promise.all([nats.close(), postgres ? postgres.close() : database.close()]);
    },
  };
}
