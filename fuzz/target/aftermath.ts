import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { eventually } from '#libs/testing';
import { figureFaults } from '../../services/orders/src/orders/figures/figure-faults.js';
import { stockFaults } from '../../services/orders/test/stock-invariants.js';
import { ROOT, type Target } from './target.js';

const DRAIN_LIMIT_MS = 60_000;

/** What all those requests have broken in the service and in what it stores, in sentences. */
export async function aftermathOf(target: Target): Promise<string[]> {
  const ended = target.endedBy();
  if (ended !== undefined) return [`the service ended by itself: ${ended}`];
  const { db } = target;
  const isDrained = async (): Promise<boolean> => (await db.sql`select from outbox limit 1`).length === 0;
  const drained = await eventually(isDrained, { within: DRAIN_LIMIT_MS, every: 100 }).catch(() => false);
  const [left] = await db.sql<{ dead: bigint; parked: bigint }[]>`
    select (select count(*) from outbox_dead) as dead, (select count(*) from inbox_parked) as parked`;
  return [
    ...(drained ? [] : ['the outbox does not drain']),
    ...(left?.dead === 0n ? [] : [`${left?.dead} events that no stream takes`]),
    ...(left?.parked === 0n ? [] : [`${left?.parked} events that no consumer takes`]),
    ...(await stockFaults(db)).map((fault) => `stock: ${fault}`),
    ...(await figureFaults(db)).map((fault) => `figures: ${fault}`),
    ...(await doctorFaults(target)),
    ...target.complaints.map((line) => `the service logged an error: ${line.slice(0, 500)}`),
  ];
}

async function doctorFaults({ databaseUrl }: Target): Promise<string[]> {
  const program = join(ROOT, 'dist/services/orders/src/doctor.cli.js');
  const child = spawn(process.execPath, [program], { env: { ...process.env, DATABASE_URL: databaseUrl } });
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return child.exitCode === 0 ? [] : [`the doctor: ${said}${complained}`];
}
