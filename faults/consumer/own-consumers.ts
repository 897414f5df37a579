/** The consumers that the service runs itself, and the stream of which each handles every numbered event. */
export const OWN_CONSUMERS: ReadonlyMap<string, string> = new Map([
  ['record-daily-sales-when-order-changed', 'orders'],
  ['record-stock-alerts-when-stock-changed', 'inventory'],
]);

export function ownConsumersOf(stream: string): string[] {
  return [...OWN_CONSUMERS].flatMap(([consumer, theirs]) => (theirs === stream ? [consumer] : []));
}
