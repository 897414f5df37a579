import type { Random } from '#libs/kernel';
import { orderName, type RequestKind } from './history.js';

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

interface Habit {
  /** How often it is followed, beside the others. */
  readonly weight: number;
  readonly wish: (order: KnownOrder) => Wish;
}

/** A handful, so that everybody wants the same; of the last one there is never enough. */
export const PRODUCTS = ['ARABICA', 'BISCUIT', 'CUP', 'DRIPPER', 'ESPRESSO', 'FILTER'].map((sku, index, all) => ({
  sku,
  onHand: index === all.length - 1 ? 40 : 4_000,
}));

const CUSTOMER = '550e8400-e29b-41d4-a716-446655440000';
const REMEMBERED = 200;
const STATUSES = ['placed', 'confirmed', 'preparing', 'ready', 'shipped', 'delivered', 'completed'];
const ITEM_STATUSES = ['preparing', 'ready', 'shipped', 'delivered', 'returned'];
/** After how long an order ends by itself, where the client says so. */
const EXPIRES_AFTER_MS = { from: 1_000, to: 6_000 };

/** What clients do in a shop: mostly order, and change their minds. */
export class Shop {
  private readonly orders: KnownOrder[] = [];

  private readonly habits: readonly Habit[] = [
    { weight: 36, wish: () => this.create() },
    { weight: 4, wish: () => this.bulk() },
    { weight: 18, wish: ({ id }) => this.change('move', id, () => ({ status: this.random.pick(STATUSES) })) },
    { weight: 9, wish: (order) => this.moveItems(order) },
    { weight: 8, wish: ({ id }) => this.change('note', id, (key) => ({ metadata: { note: key } })) },
    { weight: 3, wish: ({ id }) => this.change('hold', id, () => ({ on_hold: this.random.chance(0.4) })) },
    { weight: 6, wish: ({ id }) => this.cancel('cancel', id, { reason: 'changed my mind' }) },
    { weight: 8, wish: (order) => this.cancelPart(order) },
    { weight: 6, wish: () => this.adjust() },
    { weight: 2, wish: () => this.count() },
  ];

  constructor(private readonly random: Random) {}

  remember(order: KnownOrder): void {
    this.orders.push(order);
    if (this.orders.length > REMEMBERED) this.orders.shift();
  }

  next(): Wish {
    if (this.orders.length === 0) return this.create();
    return this.random.weighted(this.habits, ({ weight }) => weight).wish(this.random.pick(this.orders));
  }

  /** An order that nothing in the shop can stand in the way of. */
  draft(more: object = {}): Wish {
    const items = [{ sku: 'BEANS, BY WEIGHT', qty: 1, price: 9.5 }];
    const body = (key: string) => ({ customer_id: CUSTOMER, items, metadata: { ...more, key } });
    return { kind: 'create', method: 'POST', path: '/orders', body };
  }

  create(): Wish {
    const order = this.order();
    return { kind: 'create', method: 'POST', path: '/orders', body: (key) => order(orderName(key)) };
  }

  private bulk(): Wish {
    const orders = Array.from({ length: this.random.int(2, 5) }, () => this.order());
    const atomic = this.random.chance(0.3);
    const body = (key: string) => ({ orders: orders.map((order, row) => order(orderName(key, row))), atomic });
    return { kind: 'bulk', method: 'POST', path: '/orders/bulk', body };
  }

  private order(): (name: string) => object {
    const items = Array.from({ length: this.random.int(1, 3) }, () => {
      return { sku: this.random.pick(PRODUCTS).sku, qty: this.random.int(1, 3), price: 9.5 };
    });
    const status = this.random.pick(['draft', 'pending', 'placed', 'placed']);
    const expires = status !== 'placed' && this.random.chance(0.3);
    const expiresAt = new Date(Date.now() + this.random.between(EXPIRES_AFTER_MS.from, EXPIRES_AFTER_MS.to));
    const given = { customer_id: CUSTOMER, status, items, ...(expires && { expires_at: expiresAt.toISOString() }) };
    return (name) => ({ ...given, metadata: { key: name } });
  }

  private moveItems({ id, items }: KnownOrder): Wish {
    const status = this.random.pick(ITEM_STATUSES);
    const moves = items.slice(0, this.random.int(1, 2)).map((item) => ({ item_id: item.id, status, quantity: 1 }));
    return { kind: 'move-items', method: 'PATCH', path: `/orders/${id}/items`, body: () => moves };
  }

  private cancelPart({ id, items }: KnownOrder): Wish {
    return this.cancel('cancel-part', id, { items: [{ item_id: this.random.pick(items).id, quantity: 1 }] });
  }

  /** Rather more comes in than is lost, since most of it is sold. */
  private adjust(): Wish {
    const { sku, onHand } = this.random.pick(PRODUCTS);
    const change = this.random.chance(0.7) ? this.random.int(1, onHand / 20) : -this.random.int(1, 3);
    return { kind: 'adjust', method: 'POST', path: `/products/${sku}/stock`, body: (key) => ({ change, reason: key }) };
  }

  /** Never more than there was in the beginning. */
  private count(): Wish {
    const { sku, onHand } = this.random.pick(PRODUCTS);
    const counted = this.random.int(onHand / 2, onHand);
    return { kind: 'count', method: 'POST', path: `/products/${sku}/stock`, body: (key) => ({ on_hand: counted, reason: key }) };
  }

  private change(kind: RequestKind, id: string, body: (key: string) => object): Wish {
    return { kind, method: 'PATCH', path: `/orders/${id}`, body };
  }

  private cancel(kind: RequestKind, id: string, body: object): Wish {
    return { kind, method: 'POST', path: `/orders/${id}/cancel`, body: () => body };
  }
}
