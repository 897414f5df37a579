import type { Call } from './api-description.js';
import { anItem } from './order-body.js';
import { aProductBody, createProduct } from './product.js';
import type { Client } from './service.js';

const XML = { 'content-type': 'application/xml' };
const aSku = async (client: Client): Promise<string> => (await createProduct(client)).sku;
const path = async (client: Client, rest = '', given = {}) => `/products/${(await createProduct(client, given)).sku}${rest}`;
const ordered = async (client: Client, rest = '', given = {}) => {
  const { sku } = await createProduct(client, given);
  await client.place({ status: 'placed', items: [anItem({ sku })] });
  return `/products/${sku}${rest}`;
};

export const PRODUCT_CALLS: readonly Call[] = [
  ['createProduct', 201, (c) => c.post('/products', aProductBody())],
  ['createProduct', 409, async (c) => c.post('/products', aProductBody({ sku: await aSku(c) }))],
  ['createProduct', 422, (c) => c.post('/products', { sku: 'a b' })],
  ['createProducts', 200, (c) => c.post('/products/bulk', { products: [aProductBody(), {}] })],
  ['createProducts', 422, (c) => c.post('/products/bulk', { products: [aProductBody(), {}], atomic: true })],
  ['listProducts', 200, async (c) => (await createProduct(c), c.get('/products?include_total=true&limit=1'))],
  ['listProducts', 400, (c) => c.get('/products?cursor=x')],
  ['listProducts', 422, (c) => c.get('/products?sort=price')],
  ['getProduct', 200, async (c) => c.get(await path(c))],
  ['getProduct', 304, async (c) => c.get(await path(c), { 'if-none-match': '*' })],
  ['getProduct', 404, (c) => c.get('/products/none')],
  ['patchProduct', 200, async (c) => c.patch(await path(c), { archived: true, metadata: { a: 1 } })],
  ['patchProduct', 400, async (c) => c.patch(await path(c), '{')],
  ['patchProduct', 404, (c) => c.patch('/products/none', {})],
  ['patchProduct', 409, async (c) =>
    c.patch(await ordered(c, '', { on_hand: 0, allow_backorder: true }), { allow_backorder: false })],
  ['patchProduct', 412, async (c) => c.patch(await path(c), {}, { 'if-match': '"7.1"' })],
  ['patchProduct', 413, async (c) => c.patch(await path(c), ' '.repeat(1_100_000))],
  ['patchProduct', 415, async (c) => c.patch(await path(c), '<a/>', XML)],
  ['patchProduct', 422, async (c) => c.patch(await path(c), { name: null })],
  ['deleteProduct', 204, async (c) => c.call('DELETE', await path(c))],
  ['deleteProduct', 404, (c) => c.call('DELETE', '/products/none')],
  ['deleteProduct', 409, async (c) => c.call('DELETE', await ordered(c))],
  ['deleteProduct', 412, async (c) => c.call('DELETE', await path(c), undefined, { headers: { 'if-match': '"7.1"' } })],
  ['getStock', 200, async (c) => c.get(await path(c, '/stock'))],
  ['getStock', 404, (c) => c.get('/products/none/stock')],
  ['adjustStock', 200, async (c) => c.post(await path(c, '/stock'), { change: 5, reason: 'delivery' })],
  ['adjustStock', 404, (c) => c.post('/products/none/stock', { change: 5, reason: 'delivery' })],
  ['adjustStock', 409, async (c) => c.post(await path(c, '/stock'), { change: -50, reason: 'lost' })],
  ['adjustStock', 422, async (c) => c.post(await path(c, '/stock'), { change: 5, on_hand: 5 })],
  ['listMovements', 200, async (c) => c.get(await ordered(c, '/stock/movements?include_total=true'))],
  ['listMovements', 400, async (c) => c.get(await path(c, '/stock/movements?cursor=x'))],
  ['listMovements', 404, (c) => c.get('/products/none/stock/movements')],
  ['listMovements', 422, async (c) => c.get(await path(c, '/stock/movements?kind=sold'))],
  ['listStockAlerts', 200, (c) => c.get('/stock/alerts')],
  ['listStockAlerts', 400, (c) => c.get('/stock/alerts?cursor=x')],
  ['listStockAlerts', 422, (c) => c.get('/stock/alerts?alert=much')],
];
