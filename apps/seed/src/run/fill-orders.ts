import type { Api } from '../api/api.js';
import { Refused } from '../api/errors.js';
import type { Beat, LineUnits } from '../plan/moves.js';
import type { PlannedOrder } from '../plan/plan.js';

interface OrderAnswer {
  readonly id: string;
  readonly version: number;
  readonly items: readonly { readonly id: string }[];
}

/** An order of the plan as the service knows it. */
export interface Placed {
  readonly id: string;
  readonly itemIds: readonly string[];
  /** How many of its moves are made: each is one version of the order. */
  readonly movesMade: number;
  readonly found: boolean;
}

/** Creates an order, or finds the one that an earlier run has created. @throws Refused */
export async function placeOrder(api: Api, order: PlannedOrder, customerId: string, more: object = {}): Promise<Placed> {
  const metadata = { ...(order.body['metadata'] as object), ...more };
  const body = {
    customer_id: customerId,
    external_ref: order.externalRef,
    status: order.story.begins,
    ...order.body,
    metadata,
  };
  const sending = { body, key: order.externalRef, actor: order.actor, at: order.at };
  try {
    const { body: made, replayed } = await api.send<OrderAnswer>('POST', '/orders', sending);
    return replayed ? await findOrder(api, made.id) : placed(made, false);
  } catch (error) {
    const there = error instanceof Refused && error.problem.code === 'duplicate_external_ref' && error.problem['order_id'];
    if (typeof there !== 'string') throw error;
    return findOrder(api, there);
  }
}

/** @throws Refused when the order is not where the move begins */
export async function moveOrder(api: Api, { id, itemIds }: Placed, beat: Beat, key: string, at: Date): Promise<void> {
  const { move, actor } = beat;
  const sending = { key, actor, at };
  const named = (units: readonly LineUnits[]) => units.map(({ line, quantity }) => ({ item_id: itemIds[line], quantity }));
  switch (move.call) {
    case 'patch':
      return void (await api.send('PATCH', `/orders/${id}`, { ...sending, body: move.body }));
    case 'cancel': {
      const body = move.items ? { ...move.body, items: named(move.items) } : move.body;
      return void (await api.send('POST', `/orders/${id}/cancel`, { ...sending, body }));
    }
    case 'items': {
      const body = named(move.items).map((units) => ({ ...units, status: move.status }));
      return void (await api.send('PATCH', `/orders/${id}/items`, { ...sending, body }));
    }
  }
}

async function findOrder(api: Api, id: string): Promise<Placed> {
  return placed((await api.send<OrderAnswer>('GET', `/orders/${id}`)).body, true);
}

function placed({ id, version, items }: OrderAnswer, found: boolean): Placed {
  return { id, itemIds: items.map((item) => item.id), movesMade: version - 1, found };
}
