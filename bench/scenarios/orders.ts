import { postOrder } from './order-body.js';

const BATCH = 100;

/** Orders of two items, created in bulk. @returns their ids */
export async function makeOrders(url: string, count: number, given: object = {}): Promise<string[]> {
  const row: unknown = JSON.parse(postOrder({ ...TWO_ITEMS, ...given }).body ?? '');
  const ids: string[] = [];
  while (ids.length < count) {
    const orders = Array.from({ length: Math.min(BATCH, count - ids.length) }, () => row);
    const answer = await fetch(`${url}/orders/bulk`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ orders, atomic: true }),
    });
    if (!answer.ok) throw new Error(`the orders could not be made: ${answer.status} ${await answer.text()}`);
    const { results } = (await answer.json()) as { results: { order: { id: string } }[] };
    ids.push(...results.map(({ order }) => order.id));
  }
  return ids;
}

export const TWO_ITEMS = {
  items: [
    { sku: 'WIDGET-001', qty: 2, price: 19.99 },
    { sku: 'GADGET-002', qty: 1, price: 49.99 },
  ],
};
