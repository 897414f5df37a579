import { existsSync, readFileSync } from 'node:fs';
import type { Database } from '#libs/database';
import { parseJson } from '#libs/kernel';
import { readSettings } from '#libs/platform';
import { openOrdersDatabase } from './infrastructure.module.js';
import { ordersSettings, type OrdersSettings } from './orders.config.js';

/** What the commands for operators share. */

/** A reader that leaves (`| head`) is no reason to stop in the middle of the work; what is printed then goes nowhere. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

/** EX_USAGE of sysexits.h. */
export const EXIT_USAGE = 64;

/** The settings of the environment; without DATABASE_URL, the database of a system that runs from this folder. */
export function operatorSettings(): OrdersSettings {
  return readSettings(ordersSettings, { ...running(), ...process.env });
}

export async function withDatabase<T>(settings: OrdersSettings, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openOrdersDatabase(settings);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

function running(): NodeJS.ProcessEnv {
  if (!existsSync('.pulse/run.json')) return {};
  const { database_url: url } = parseJson(readFileSync('.pulse/run.json', 'utf8')) as { database_url?: string };
  return { DATABASE_URL: url };
}
