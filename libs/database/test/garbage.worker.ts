/** A process that sends one query after the other and tells how many bytes each leaves in the old generation: garbage.spec.ts. */
import { getHeapSpaceStatistics } from 'node:v8';
import { openDatabase } from '#libs/database';

const WARM_UP = 2_000;
const QUERIES = 10_000;

const db = openDatabase({ url: process.argv[2], poolSize: 1 });

async function send(queries: number): Promise<void> {
  for (let n = 0; n < queries; n += 1) await db.sql`select ${n}::int as n`;
}

function oldBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')?.space_used_size ?? Number.NaN;
}

await send(WARM_UP);
// What is in use now is old from here on, as it is in a service that has run for a while.
globalThis.gc?.();
await send(WARM_UP);
globalThis.gc?.();
const before = oldBytes();
await send(QUERIES);
process.send?.((oldBytes() - before) / QUERIES);
await db.close();
