import type { Movement } from '../evidence.js';
import { groupBy } from '../invariant.js';

/** A level event as it has to be. */
export interface ExpectedLevel {
  readonly subject: string;
  readonly on_hand: number;
  readonly held: number;
  /** Of an adjustment: by how much `on_hand` changed otherwise than by a sale. */
  readonly change?: number;
}

/**
 * The level events of a product, in their order, as its movements make them: each change of what is in the house otherwise than
 * by a sale, and each time that nothing was available any more, or something again. No product of a run has a threshold below
 * which its stock is low.
 */
export function expectedLevels(movements: readonly Movement[]): ExpectedLevel[] {
  const levels: ExpectedLevel[] = [];
  let before = 0;
  for (const rows of groupBy(movements, causeOf).values()) {
    const { on_hand, held } = rows.at(-1) as Movement;
    const change = rows.reduce((sum, row) => (row.kind === 'commit' ? sum : sum + row.on_hand_change), 0);
    const after = on_hand - held;
    // The first delivery of a product brings nothing back.
    const wasTold = levels.length > 0;
    if (change !== 0) levels.push({ subject: 'inventory.stock_adjusted', on_hand, held, change });
    if (before > 0 && after <= 0) levels.push({ subject: 'inventory.stock_out', on_hand, held });
    if (before <= 0 && after > 0 && wasTold) levels.push({ subject: 'inventory.stock_back', on_hand, held });
    before = after;
  }
  return levels;
}

/** What one change of an order moves is told as a whole. */
function causeOf({ number, order_id: order, order_sequence: sequence }: Movement): string {
  return order === null ? `movement ${number}` : `${order} ${sequence}`;
}
