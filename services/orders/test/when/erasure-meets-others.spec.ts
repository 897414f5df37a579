import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomerBody } from '../../src/customers/customer.presenter.js';
import { waiting } from '../gate.js';
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
