import { isDeepStrictEqual } from 'node:util';
import { parseJson } from '#libs/kernel';
import type { Exchange } from './exchange.js';
import { lostIn } from './kept.js';

/** Something that an answer says is stored. */
export interface Stored {
  /** Where it can be read. */
  readonly path: string;
  readonly sent: unknown;
  readonly answered: Members;
}

type Members = Readonly<Record<string, unknown>>;

interface BulkAnswer {
  readonly results: readonly { readonly index: number; readonly order?: Members; readonly product?: Members }[];
}

const bulk = ({ body }: Exchange, sent: unknown[], pathOf: (row: Members) => string): Stored[] =>
  (body as BulkAnswer).results.flatMap(({ index, order, product }) => {
    const answered = order ?? product;
    return answered ? [{ path: pathOf(answered), sent: sent[index], answered }] : [];
  });

const single = (path: (body: Members) => string) => ({ body }: Exchange, sent: unknown): Stored[] =>
  [{ path: path(body as Members), sent, answered: body as Members }];

const order = ({ id }: Members) => `/orders/${String(id)}`;
const customer = ({ id }: Members) => `/customers/${String(id)}`;
const product = ({ sku }: Members) => `/products/${String(sku)}`;

const WRITES: Readonly<Record<string, (exchange: Exchange, sent: unknown) => Stored[]>> = {
  createOrder: single(order),
  patchOrder: single(order),
  createCustomer: single(customer),
  patchCustomer: single(customer),
  createProduct: single(product),
  patchProduct: single(product),
  createOrders: (exchange, sent) => bulk(exchange, (sent as { orders: unknown[] }).orders, order),
  createProducts: (exchange, sent) => bulk(exchange, (sent as { products: unknown[] }).products, product),
};

/** What a request has stored. A repeat stores nothing, and what it tells of may have changed since. */
export function thingsIn(exchange: Exchange): Stored[] {
  const { answer, operation, request } = exchange;
  const write = WRITES[operation?.id ?? ''];
  if (!write || answer.status >= 300 || answer.headers['idempotency-replayed'] !== undefined) return [];
  return write(exchange, parseJson(request.body.toString().replace(/^\ufeff/, '')));
}

/** Other clients, which may draw the same SKU, may sell a product meanwhile, or delete it. */
const MOVING = ['on_hand', 'held', 'available', 'updated_at'];

/** Where what is read differs from what was answered, and that from what was sent. */
export function storedFaults({ path, sent, answered }: Stored, { answer, body }: Exchange): string[] {
  if (answer.status === 404 && path.startsWith('/products')) return [];
  if (answer.status !== 200) return [`${path} was stored and is answered with ${answer.status}`];
  const lost = lostIn(sent, answered).map((pointer) => `${pointer} is not kept as it was sent`);
  const still = (thing: object) => Object.fromEntries(Object.entries(thing).filter(([name]) => !MOVING.includes(name)));
  const isNewer = (body as Members)['version'] !== answered['version'];
  const isSame = isNewer || isDeepStrictEqual(still(answered), still(body as object));
  return isSame ? lost : [...lost, `${path} reads otherwise than it was answered: ${answer.body}`];
}
