import { traced, type Tx } from '#libs/database';

/** An order whose time has passed, with its place among them. */
export interface DueOrder {
  readonly id: string;
  readonly expiresAt: Date;
}

/** The number of the advisory lock that the replica holds whose turn it is. */
const TURN = 0x65787069;

/** Takes the turn until the transaction ends. @returns false when another replica has it */
export async function takeTurn(tx: Tx): Promise<boolean> {
  const [row] = await tx<{ taken: boolean }[]>`select pg_try_advisory_xact_lock(${TURN}) as taken`;
  return row?.taken === true;
}

/**
 * Keeps the turn for as long as a slow batch may take; a replica that freezes in it is waited for no longer. Being the last
 * statement before the work, it also lets go of the snapshot of the choice, for whose sake PostgreSQL would keep every version
 * of the rows that the batch changes again and again.
 */
export async function keepTurn(tx: Tx): Promise<void> {
  await tx`set local idle_in_transaction_session_timeout = '60s'`;
}

/** The next orders that are due at `now`, longest due first. Those on hold wait until somebody releases them. */
export async function nextDueOrders(tx: Tx, now: Date, limit: number, after?: DueOrder): Promise<DueOrder[]> {
  const place = after ? tx`(expires_at, id) > (${after.expiresAt}, ${after.id})` : tx`true`;
  const rows = await traced(
    'find due orders',
    () => tx<{ id: string; expires_at: string | Date }[]>`
    select id, expires_at from orders
    where expires_at <= ${now} and status in ('draft', 'pending') and not on_hold and ${place}
    order by expires_at, id
    limit ${limit}`,
  );
  return rows.map((row) => ({ id: row.id, expiresAt: new Date(row.expires_at) }));
}
