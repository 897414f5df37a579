import { randomUUID } from 'node:crypto';
import type { Call } from './api-description.js';
import { aCustomer, aCustomerBody } from './customer.js';
import type { Client } from './service.js';

const XML = { 'content-type': 'application/xml' };
const nowhere = `/customers/${randomUUID()}`;
const path = async (client: Client, rest = '') => `/customers/${(await aCustomer(client, { metadata: { a: 1 } })).id}${rest}`;
const withOrder = async (client: Client, rest: string) => {
  const { id } = await aCustomer(client);
  await client.place({ customer_id: id });
  return `/customers/${id}/orders${rest}`;
};

export const CUSTOMER_CALLS: readonly Call[] = [
  ['createCustomer', 201, (c) => c.post('/customers', aCustomerBody())],
  ['createCustomer', 400, (c) => c.post('/customers', '{')],
  ['createCustomer', 409, async (c) => c.post('/customers', aCustomerBody({ email: (await aCustomer(c)).email }))],
  ['createCustomer', 413, (c) => c.post('/customers', ' '.repeat(1_100_000))],
  ['createCustomer', 415, (c) => c.post('/customers', '<a/>', XML)],
  ['createCustomer', 422, (c) => c.post('/customers', {})],
  ['listCustomers', 200, async (c) => (await aCustomer(c), c.get('/customers?include_total=true'))],
  ['listCustomers', 400, (c) => c.get('/customers?cursor=x')],
  ['listCustomers', 422, (c) => c.get('/customers?limit=0')],
  ['getCustomer', 200, async (c) => c.get(await path(c))],
  ['getCustomer', 304, async (c) => c.get(await path(c), { 'if-none-match': '"1"' })],
  ['getCustomer', 404, (c) => c.get(nowhere)],
  ['getCustomer', 422, (c) => c.get('/customers/x')],
  ['patchCustomer', 200, async (c) => c.patch(await path(c), { full_name: 'Eve' })],
  ['patchCustomer', 404, (c) => c.patch(nowhere, {})],
  ['patchCustomer', 409, async (c) => c.patch(await path(c), { email: (await aCustomer(c)).email })],
  ['patchCustomer', 412, async (c) => c.patch(await path(c), {}, { 'if-match': '"7"' })],
  ['patchCustomer', 415, async (c) => c.patch(await path(c), '<a/>', XML)],
  ['patchCustomer', 422, async (c) => c.patch(await path(c), { email: 'x' })],
  ['patchCustomer', 409, async (c) => {
    const erased = await path(c);
    await c.post(`${erased}/erase`);
    return c.patch(erased, {});
  }],
  ['eraseCustomer', 200, async (c) => c.post(await path(c, '/erase'))],
  ['eraseCustomer', 400, async (c) => c.post(await path(c, '/erase'), '{')],
  ['eraseCustomer', 404, (c) => c.post(`${nowhere}/erase`)],
  ['eraseCustomer', 412, async (c) => c.post(await path(c, '/erase'), {}, { 'if-match': '"7"' })],
  ['eraseCustomer', 415, async (c) => c.post(await path(c, '/erase'), '<a/>', XML)],
  ['eraseCustomer', 422, async (c) => c.post(await path(c, '/erase'), { keep_free_text: 'yes' })],
  ['listCustomerOrders', 200, async (c) => c.get(await withOrder(c, '?include_total=true'))],
  ['listCustomerOrders', 400, async (c) => c.get(await path(c, '/orders?cursor=x'))],
  ['listCustomerOrders', 404, (c) => c.get(`${nowhere}/orders`)],
  ['listCustomerOrders', 422, async (c) => c.get(await path(c, '/orders?limit=0'))],
  ['lastCustomerOrder', 200, async (c) => c.get(await withOrder(c, '/last'))],
  ['lastCustomerOrder', 404, async (c) => c.get(await path(c, '/orders/last'))],
  ['lastCustomerOrder', 422, (c) => c.get('/customers/x/orders/last')],
];
