import { isLockTimeout, type Database } from '#libs/database';
import { figureFaults } from './figure-faults.js';
import { recountFigures } from './recount-figures.js';

export interface ExaminedFigures {
  /** Where figures and orders disagree, in words; the first of them. */
  readonly faults: readonly string[];
  readonly outcome: 'agree' | 'disagree' | 'counted anew' | 'busy';
}

/** Holds the figures of the statistics and the names for searches against the orders, and with `repairs` counts them anew. */
export async function examineFigures(database: Database, { repairs }: { readonly repairs: boolean }): Promise<ExaminedFigures> {
  const faults = await database.transaction(
    async (tx) => {
      // Reading all orders takes longer than any request may.
      await tx`select set_config('statement_timeout', '0', true)`;
      return figureFaults({ sql: tx });
    },
    { isolation: 'repeatable read', readOnly: true },
  );
  if (faults.length === 0) return { faults, outcome: 'agree' };
  return { faults, outcome: repairs ? await countAnew(database) : 'disagree' };
}

async function countAnew(database: Database): Promise<'counted anew' | 'busy'> {
  try {
    await recountFigures(database);
    return 'counted anew';
  } catch (error) {
    if (!isLockTimeout(error)) throw error;
    return 'busy';
  }
}
