import { newId } from '#libs/kernel';
import type { History, Intention, Outcome, RequestKind } from '../../load/history.js';
import type { KnownOrder } from '../../load/shop.js';
import { tryRequest } from '../../load/try-request.js';
import type { Replica } from '../../system/replica.js';

const TIMEOUT_MS = 8_000;

/** Which of the two replicas. */
export type At = 0 | 1;

/** Somebody who orders, and writes down what was asked for and what came of it. */
export class Customer {
  private readonly known = new Map<string, KnownOrder>();

  constructor(
    private readonly replicas: readonly [Replica, Replica],
    private readonly history: History,
  ) {}

  /** A new product, created through the API. @returns its SKU */
  async product(onHand: number): Promise<string> {
    const sku = `DRILL-${newId()}`;
    const [{ url }] = this.replicas;
    const response = await fetch(`${url}/products`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sku, name: 'For a drill', on_hand: onHand }),
    });
    if (response.status !== 201) throw new Error(`the product was not created: ${await response.text()}`);
    return sku;
  }

  /** An order that is yet to be sent; of a free-text line unless other members are given. No two are of one customer. */
  order(given: object = {}): Intention {
    const items = [{ sku: 'ENGRAVING', qty: 1, price: 5 }];
    return this.intend('create', 'POST', '/orders', (key) => ({ customer_id: newId(), items, ...given, metadata: { key } }));
  }

  /** Sends it once. That no answer came is an outcome too. */
  async send(intention: Intention, at: At = 0): Promise<Outcome> {
    const { outcome, orders } = await tryRequest(intention, this.replicas[at], TIMEOUT_MS);
    for (const order of orders) this.known.set(order.id, order);
    this.history.write(outcome);
    return outcome;
  }

  /** @throws Error when it is not done: then the drill has not come about */
  async place(given?: object, at?: At): Promise<Outcome> {
    return done(await this.send(this.order(given), at));
  }

  /** Changes the note of an order. @throws Error as `place` */
  async note({ order }: Outcome, note: string): Promise<Outcome> {
    return done(await this.send(this.intend('note', 'PATCH', `/orders/${order?.id}`, () => ({ metadata: { note } }))));
  }

  /** The cancelling of one unit that is yet to be sent. */
  cancelUnit({ order }: Outcome): Intention {
    const [item] = this.known.get(order?.id ?? '')?.items ?? [];
    const body = { items: [{ item_id: item?.id, quantity: 1 }] };
    return this.intend('cancel-part', 'POST', `/orders/${order?.id}/cancel`, () => body);
  }

  private intend(kind: RequestKind, method: Intention['method'], path: string, body: (key: string) => object): Intention {
    const key = newId();
    const intention: Intention = { entry: 'intention', key, kind, method, path, body: body(key), at: new Date().toISOString() };
    this.history.write(intention);
    return intention;
  }
}

/** @throws Error unless it was done */
export function done(outcome: Outcome): Outcome {
  const { kind, status, code, trouble } = outcome;
  if (status !== 200 && status !== 201) throw new Error(`the request to ${kind} got ${status ?? trouble} ${code ?? ''}`);
  return outcome;
}
