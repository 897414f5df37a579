import type { Random } from '#libs/kernel';
import type { RequestKind } from './history.js';

/** What the clients know of an order that they may change. */
export interface KnownOrder {
  readonly id: string;
  readonly items: readonly { readonly id: string; readonly qty: number }[];
}

/** A request before it has a key. */
export interface Wish {
  readonly kind: RequestKind;
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  /** @param key of the request, so that the database tells later which request an order or a movement comes from */
  body(key: string): unknown;
}

/** A handful, so that everybody wants the same; of the last one there is never enough. */
export const PRODUCTS = ['ARABICA', 'BISCUIT', 'CUP', 'DRIPPER', 'ESPRESSO', 'FILTER'].map((sku, index, all) => ({
  sku,
  onHand: index === all.length - 1 ? 40 : 4_000,
}));

const CUSTOMER = '550e8400-e29b-41d4-a716-446655440000';
const REMEMBERED = 200;
const STATUSES = ['placed', 'confirmed', 'preparing', 'ready', 'shipped', 'delivered', 'completed'];

/** What clients do in a shop: mostly order, and change their minds. */
export class Shop {
  private readonly orders: KnownOrder[] = [];

  constructor(private readonly random: Random) {}

  remember(order: KnownOrder): void {
    this.orders.push(order);
    if (this.orders.length > REMEMBERED) this.orders.shift();
  }

  next(): Wish {
    const order = this.orders.length > 0 ? this.random.pick(this.orders) : undefined;
    const draw = this.random.next();
    if (!order || draw < 0.42) return this.create();
    if (draw < 0.64) return this.change('move', order, { status: this.random.pick(STATUSES) });
    if (draw < 0.74) return this.change('note', order, { metadata: { note: this.random.int(1, 1_000_000) } });
    if (draw < 0.82) return this.post('cancel', `/orders/${order.id}/cancel`, { reason: 'changed my mind' });
    if (draw < 0.92) return this.cancelPart(order);
    return this.adjust();
  }

  /** An order that nothing in the shop can stand in the way of. */
  draft(more: object = {}): Wish {
    const items = [{ sku: 'BEANS, BY WEIGHT', qty: 1, price: 9.5 }];
    const body = (key: string) => ({ customer_id: CUSTOMER, items, metadata: { ...more, key } });
    return { kind: 'create', method: 'POST', path: '/orders', body };
  }

  create(): Wish {
    const items = Array.from({ length: this.random.int(1, 3) }, () => {
      return { sku: this.random.pick(PRODUCTS).sku, qty: this.random.int(1, 3), price: 9.5 };
    });
    const status = this.random.pick(['draft', 'pending', 'placed', 'placed']);
    const body = (key: string) => ({ customer_id: CUSTOMER, status, items, metadata: { key } });
    return { kind: 'create', method: 'POST', path: '/orders', body };
  }

  private cancelPart({ id, items }: KnownOrder): Wish {
    const item = this.random.pick(items);
    return this.post('cancel-part', `/orders/${id}/cancel`, { items: [{ item_id: item.id, quantity: 1 }] });
  }

  /** Rather more comes in than is lost, since most of it is sold. */
  private adjust(): Wish {
    const { sku, onHand } = this.random.pick(PRODUCTS);
    const change = this.random.chance(0.7) ? this.random.int(1, onHand / 20) : -this.random.int(1, 3);
    return { kind: 'adjust', method: 'POST', path: `/products/${sku}/stock`, body: (key) => ({ change, reason: key }) };
  }

  private change(kind: RequestKind, { id }: KnownOrder, body: object): Wish {
    return { kind, method: 'PATCH', path: `/orders/${id}`, body: () => body };
  }

  private post(kind: RequestKind, path: string, body: object): Wish {
    return { kind, method: 'POST', path, body: () => body };
  }
}
