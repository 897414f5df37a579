import { minorToDecimal } from '#libs/kernel';
import { nextStatuses, phaseOf } from './lifecycle.js';
import { amountOf, fulfilmentOf, itemStatus, type LineItem, type Order } from './order.js';
import { BUCKETS } from './quantities.js';

/** An order in a few lines that a support desk, or an agent, can read out. Ends with a line feed. */
export function summarise(order: Order): string {
  const money = (minor: bigint): string => `${minorToDecimal(minor, order.currency)} ${order.currency}`;
  const lost = amountOf(order.items, 'cancelled') + amountOf(order.items, 'returned');
  const lines = [
    `Order ${order.id}${order.externalRef ? ` (${order.externalRef})` : ''}`,
    `Status: ${order.status} (${phaseOf(order.status)})${order.onHold ? ', on hold' : ''}; ${fulfilmentOf(order.items)}`,
    `Customer: ${order.customerName ? `${order.customerName}, ` : ''}${order.customerId}`,
    `Placed: ${minuteOf(order.createdAt)}; last changed: ${minuteOf(order.updatedAt)}`,
    ...(order.estimatedReadyTime ? [`Expected ready: ${minuteOf(order.estimatedReadyTime)}`] : []),
    `Items (${order.items.length}):`,
    ...order.items.map((item) => `  ${describeItem(item, money)}`),
    `Total: ${money(amountOf(order.items))}${lost > 0n ? `, of which ${money(lost)} cancelled or returned` : ''}`,
    `Next: ${nextStatuses(order.status).join(', ') || 'nothing, the order is finished'}`,
  ];
  return `${lines.join('\n')}\n`;
}

function describeItem(item: LineItem, money: (minor: bigint) => string): string {
  const name = item.itemName ? `${item.itemName} [${item.sku}]` : item.sku;
  return `${item.qty} × ${name} at ${money(item.priceMinor)}, ${whereItIs(item)}`;
}

function whereItIs(item: LineItem): string {
  const status = itemStatus(item);
  if (status !== 'partial') return status;
  return BUCKETS.filter((bucket) => item.quantities[bucket] > 0)
    .map((bucket) => `${item.quantities[bucket]} ${bucket}`)
    .join(', ');
}

function minuteOf(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
