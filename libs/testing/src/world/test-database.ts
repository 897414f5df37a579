import { randomBytes } from 'node:crypto';
import { openDatabase, type Database, type DatabaseConfig } from '#libs/database';
import { TEMPLATE_DATABASE, urlOf } from '../servers.js';

export interface TestDatabase {
  url: string;
  close(): Promise<void>;
}

interface Wishes {
  /** Default: the PostgreSQL of the run. */
  serverUrl?: string;
  /** Without any table, instead of a copy of the migrated template. */
  empty?: boolean;
}

/** A database that is the caller's alone, made in a few hundredths of a second. */
export async function createTestDatabase({ serverUrl = sharedServerUrl(), empty = false }: Wishes = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const template = empty ? 'template0' : TEMPLATE_DATABASE;
  // Copying the files is quicker than writing each page to the log (the default), where nothing is flushed anyway.
  await runOnServer(serverUrl, `create database ${name} template ${template} strategy file_copy`);
  return {
    url: urlOf(serverUrl, name),
    close: () => runOnServer(serverUrl, `drop database if exists ${name} with (force)`),
  };
}

export interface OpenedDatabase extends TestDatabase {
  db: Database;
}

/** A database that is the caller's alone, with a pool on it. */
export async function openTestDatabase(config: Partial<DatabaseConfig> = {}): Promise<OpenedDatabase> {
  const { url, close } = await createTestDatabase();
  const db = openDatabase({ url, poolSize: 4, ...config });
  return {
    db,
    url,
    close: async () => {
      await db.close();
      await close();
    },
  };
}

async function runOnServer(serverUrl: string, statement: string): Promise<void> {
  const admin = openDatabase({ url: serverUrl, poolSize: 1, statementTimeoutMs: 30_000 });
  try {
    await admin.sql.unsafe(statement);
  } finally {
    await admin.close();
  }
}

function sharedServerUrl(): string {
  const url = process.env['PULSE_TEST_POSTGRES_URL'];
  if (url === undefined) throw new Error('no test PostgreSQL: run through Jest, whose globalSetup starts one');
  return url;
}
