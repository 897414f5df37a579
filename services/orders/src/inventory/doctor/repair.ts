import type { Database, Tx } from '#libs/database';
import { isLockTimeout, isSerializationOrDeadlock } from '#libs/database';
import { StockRepository } from '../stock.repository.js';
import { accountOf } from './accounts.queries.js';
import { caseOf } from './cases.queries.js';
import { writeRepair } from './repair.repository.js';
import type { Case } from './rules/account.js';
import { adviceOn } from './rules/advice.js';
import { differencesOf } from './rules/differences.js';
import { planRepair, type RepairRow } from './rules/plan-repair.js';

/** What became of one SKU: it agrees now, something is left for a person, or its stock was too busy to be locked. */
export interface Repaired {
  readonly sku: string;
  readonly outcome: 'agrees' | 'left' | 'busy';
  readonly rows: readonly RepairRow[];
  /** `held` of the counter, where it was changed. */
  readonly held?: { readonly from: number; readonly to: number };
  readonly advice: readonly string[];
  /** Further orders wait for another transaction. */
  readonly more: boolean;
}

const stock = new StockRepository();

/**
 * Makes the accounts of a SKU agree, in one transaction under the lock that everybody takes who moves its stock. What was
 * found before is not believed: the accounts are read again under the lock. May be repeated at any time.
 */
export async function repair(database: Database, sku: string, now: Date): Promise<Repaired> {
  try {
    return await database.transaction((tx) => repairIn(tx, sku, now));
  } catch (error) {
    if (!isLockTimeout(error) && !isSerializationOrDeadlock(error)) throw error;
    return { sku, outcome: 'busy', rows: [], advice: [`Others hold the stock of ${sku}. Repair again.`], more: false };
  }
}

async function repairIn(tx: Tx, sku: string, now: Date): Promise<Repaired> {
  await tx`select set_config('statement_timeout', '60000', true)`;
  await stock.lock(tx, [sku]);
  const found = await read(tx, sku);
  if (!found || differencesOf(found.account).length === 0) return { sku, outcome: 'agrees', rows: [], advice: [], more: false };
  const plan = planRepair(found);
  if (!plan) return { sku, outcome: 'left', rows: [], advice: adviceOn(found), more: false };
  await writeRepair(tx, plan, now);
  const after = await read(tx, sku);
  const healed = after === undefined || differencesOf(after.account).length === 0;
  const held = plan.before.held === plan.after.held ? undefined : { from: plan.before.held, to: plan.after.held };
  return { sku, outcome: healed ? 'agrees' : 'left', rows: plan.rows, held, advice: adviceOn(after ?? found), more: plan.more };
}

async function read(tx: Tx, sku: string): Promise<Case | undefined> {
  const account = await accountOf(tx, sku);
  return account && caseOf(tx, account);
}
