import type { Tx } from '#libs/database';
import { append } from '#libs/messaging';
import type { LevelNotice } from '../rules/stock-ledger.js';
import { crossings } from '../rules/stock-ledger.js';
import { messagesOf } from '../stock.events.js';
import type { Repair } from './rules/plan-repair.js';

const ACTOR = 'doctor';
const REASON = 'repair';

/**
 * Writes a repair and tells how the level stands. `StockRepository.write` is for levels that agree with their ledger; here
 * the counters take the values that the plan names, which is safe because the row is locked.
 */
export async function writeRepair(tx: Tx, { before, after, rows, onHandChange }: Repair, now: Date): Promise<void> {
  const { sku } = before;
  const adjusted = onHandChange !== 0 || before.held !== after.held;
  const kinds = [...(adjusted ? (['stock_adjusted'] as const) : []), ...crossings(before, after)];
  const cause = { actor: ACTOR, at: now, reason: REASON };
  const notices: LevelNotice[] = kinds.map((kind, index) => {
    const level = { ...after, levelSequence: before.levelSequence + index + 1 };
    return { kind, level, cause, ...(kind === 'stock_adjusted' && { change: onHandChange }) };
  });
  const movements = rows.map((row) => ({
    number: row.number,
    on_hand_change: row.onHandChange,
    held_change: row.heldChange,
    on_hand: row.onHand,
    held: row.held,
    order_id: row.orderId,
    reason: row.reason,
  }));
  await tx`
    insert into stock_movements (sku, number, kind, on_hand_change, held_change, on_hand, held, order_id, reason, actor, at)
    select ${sku}, m.number, 'repair', m.on_hand_change, m.held_change, m.on_hand, m.held, m.order_id, m.reason, ${ACTOR}, ${now}
    from json_to_recordset(${JSON.stringify(movements)}::text::json)
      as m (number bigint, on_hand_change int, held_change int, on_hand int, held int, order_id uuid, reason text)`;
  await tx`
    update stock set held = ${after.held}, last_movement = ${after.lastMovement},
      level_sequence = ${before.levelSequence + notices.length}
    where sku = ${sku}`;
  await append(tx, messagesOf({ rows: [], notices }));
}
