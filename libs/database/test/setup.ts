import { openDatabase, type Database, type DatabaseConfig } from '#libs/database';
import { createTestDatabase } from '#libs/testing';

export interface OpenedDatabase {
  db: Database;
  url: string;
  close(): Promise<void>;
}

/** A fresh database with a pool on it. */
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

/** The error of what must fail. */
export async function failureOf(work: PromiseLike<unknown>): Promise<unknown> {
  let result: unknown;
  try {
    result = await work;
  } catch (error) {
    return error;
  }
  throw new Error(`expected a failure, got ${String(result)}`);
}
