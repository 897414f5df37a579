import { LIMITS, type Case, type OrderAccount } from './account.js';

/** What a person has to do, because no movement that the doctor could write makes it right. */
export function adviceOn({ account, holders }: Case): string[] {
  const { sku, counters, ledger, held } = account;
  if (!counters) {
    return [`Nothing can be written without a stock row. Restore ${sku} in products and stock from a backup, or end its orders.`];
  }
  const tooMany = counters.allowBackorder ? 0 : held - counters.onHand;
  const lost = `${ledger.missing} movements are missing, too many to be written again. Restore stock_movements from a backup.`;
  return [
    ...(ledger.missing > LIMITS.missing ? [lost] : []),
    ...(tooMany > 0 ? [oversold(sku, held, counters.onHand, tooMany, holders)] : []),
  ];
}

function oversold(sku: string, held: number, onHand: number, tooMany: number, holders: readonly OrderAccount[]): string {
  const enough = ordersHolding(tooMany, holders);
  const units = enough.reduce((sum, order) => sum + order.held, 0);
  const named = enough.map((order) => `${order.orderId} (${order.held})`).join(', ');
  return (
    `Orders hold ${held} and only ${onHand} are on hand. Cancel orders of ${tooMany} units or more, the newest are ${named}` +
    `${units < tooMany ? ' and older ones' : ''}; or, when the goods are there, book them with POST /products/${sku}/stock. ` +
    'Repair before, so that as many are counted as there are and orders can be cancelled, and after.'
  );
}

/** The newest orders that together hold so many units. */
function ordersHolding(units: number, holders: readonly OrderAccount[]): OrderAccount[] {
  const enough: OrderAccount[] = [];
  let sum = 0;
  for (const order of holders) {
    if (sum >= units) break;
    enough.push(order);
    sum += order.held;
  }
  return enough;
}
