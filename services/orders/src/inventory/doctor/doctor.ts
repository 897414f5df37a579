import type { Database } from '#libs/database';
import { examine } from './examine.js';
import { repair } from './repair.js';
import type { Report } from './report.js';

export interface Treatment {
  readonly sku?: string;
  readonly repairs: boolean;
  readonly report: Report;
}

/**
 * Examines, and with `repairs` sets right, one SKU after the other. Orders go on meanwhile.
 * @returns how many SKUs do not agree in the end; `undefined` when nobody knows the SKU
 */
export async function doctor(database: Database, { sku, repairs, report }: Treatment): Promise<number | undefined> {
  const skus: string[] = [];
  const examined = await examine(database, sku, (found) => {
    skus.push(found.account.sku);
    report.found(found);
  });
  if (!examined) return undefined;
  let left = 0;
  for (const one of skus) if (!repairs || !(await heal(database, one, report))) left += 1;
  report.end({ ...examined, findings: skus.length, left });
  return left;
}

/** Each transaction sets a part of the orders right, so that nobody waits long for the stock row. */
async function heal(database: Database, sku: string, report: Report): Promise<boolean> {
  for (;;) {
    const repaired = await repair(database, sku, new Date());
    report.repaired(repaired);
    if (!repaired.more) return repaired.outcome === 'agrees';
  }
}
