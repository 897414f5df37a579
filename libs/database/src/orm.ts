import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { Sql, Tx } from './client.js';

export type Orm = PostgresJsDatabase;

/**
 * Drizzle over the pool, or over one open transaction (`ormOver(tx, sql)`), on the same connections.
 *
 * Drizzle's driver overwrites json and date handling in the `options` of the client it is given, which would change
 * what tagged templates read and write. It gets a view with options of its own; the connections keep the pool's
 * value types, which satisfy both (Drizzle accepts Date objects and parsed JSON, and sends text).
 */
export function ormOver(client: Sql | Tx, pool: Sql = client as Sql): Orm {
  const { parsers, serializers } = pool.options;
  const view: Sql = Object.create(client, {
    options: { value: { ...pool.options, parsers: { ...parsers }, serializers: { ...serializers } } },
    ...('savepoint' in client && { begin: { value: client.savepoint } }),
  });
  return drizzle({ client: view });
}
