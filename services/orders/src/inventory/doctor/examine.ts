import type { Database, Tx } from '#libs/database';
import { accountOf, disagreeingAccounts } from './accounts.queries.js';
import { caseOf } from './cases.queries.js';
import type { Case } from './rules/account.js';

export interface Examined {
  readonly products: number;
  readonly movements: number;
}

/**
 * Holds counters, ledger and orders against each other, all as they were at one moment, and tells of each SKU where they
 * disagree. Orders go on meanwhile. Takes memory for a page of disagreeing SKUs, however many orders there are.
 * @param sku only this one
 * @returns how much was looked at; `undefined` when nobody knows the SKU
 */
export async function examine(
  database: Database,
  sku: string | undefined,
  tell: (found: Case) => void,
): Promise<Examined | undefined> {
  const look = async (tx: Tx): Promise<Examined | undefined> => {
    await allowTime(tx);
    if (sku !== undefined && !(await accountOf(tx, sku))) return undefined;
    for await (const account of disagreeingAccounts(tx, sku)) tell(await caseOf(tx, account));
    const of = sku === undefined ? tx`` : tx`where sku = ${sku}`;
    const [row] = await tx<[Examined]>`
      select (select count(*)::float8 from stock ${of}) as products,
        (select count(*)::float8 from stock_movements ${of}) as movements`;
    return { ...row };
  };
  return database.transaction(look, { isolation: 'repeatable read', readOnly: true });
}

/** The sums over all orders take longer than any request may, and somebody may read the output page by page. */
async function allowTime(tx: Tx): Promise<void> {
  await tx`select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '600000', true),
    set_config('work_mem', '64MB', true)`;
}
