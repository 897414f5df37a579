import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomerBody } from '../../src/customers/customer.presenter.js';
import { aCustomer } from '../customer.js';
import { figureFaults } from '../figures.js';
import { waiting, whileGateIsClosed } from '../gate.js';
import { anOrderBody } from '../order-body.js';
import { startService, type RunningService } from '../service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const aKey = () => ({ 'idempotency-key': randomUUID() });
const erase = (id: string, headers?: Record<string, string>) =>
  service.post<CustomerBody>(`/customers/${id}/erase`, undefined, headers);

describe('when two erase at once whom only orders know', () => {
  it.each([
    ['without a key', () => undefined],
    ['with a key each', aKey],
  ])('%s, both get the same answer', async (_, headersOf) => {
    const { id, customer_id } = await service.place({ customer_name: 'Ada' });
    const erasing = await service.db.transaction(async (tx) => {
      await tx`select from orders where id = ${id} for update`;
      const both = [erase(customer_id, headersOf()), erase(customer_id, headersOf())];
      await waiting(service.db, 2);
      return both;
    });
    const [first, second] = await Promise.all(erasing);
    expect([first?.status, second?.status]).toEqual([200, 200]);
    expect(second?.body).toEqual(first?.body);
    expect((await service.get(`/orders/${id}`)).body.customer_name).toBeNull();
  });
});

describe('when orders come while an erasure is under way', () => {
  it('none of them waits for it, and one of that customer is found by its name', async () => {
    const { id: customer_id } = await aCustomer(service);
    const known = { customer_id, customer_name: `Ada ${randomUUID()}` };
    await service.place(known);
    const orders = [known, ...Array<object>(20).fill({})].map(anOrderBody);
    const { erasing, answers } = await whileGateIsClosed(service.db, 'update on customers', async () => {
      const erasing = erase(customer_id);
      await waiting(service.db, 1);
      const answers = await Promise.all(orders.map((order) => service.post('/orders', order)));
      await waiting(service.db, 1);
      return { erasing, answers };
    });
    expect(answers.map(({ status }) => status)).toEqual(orders.map(() => 201));
    expect((await erasing).status).toBe(200);
    const found = await service.get<{ orders: object[] }>(`/orders?customer_name=${known.customer_name}`);
    expect(found.body.orders).toEqual([answers[0]?.body]);
    expect(await figureFaults(service.db)).toEqual([]);
  });
});
