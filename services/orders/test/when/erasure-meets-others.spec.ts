import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomerBody } from '../../src/customers/customer.presenter.js';
import { figureFaults } from '../../src/orders/figures/figure-faults.js';
import { aCustomer } from '../customer.js';
import { whileGateIsClosed } from '../gate.js';
import { anOrderBody } from '../order-body.js';
import { startService, type RunningService } from '../service.js';
import { sessionsWaiting } from '../sessions-waiting.js';

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
      await sessionsWaiting(service.db, 2);
      return both;
    });
    const [first, second] = await Promise.all(erasing);
    expect([first?.status, second?.status]).toEqual([200, 200]);
    expect(second?.body).toEqual(first?.body);
    expect((await service.get(`/orders/${id}`)).body.customer_name).toBeNull();
  });
});

describe('when two customers are erased at once to whom one answer is kept', () => {
  it('neither of them comes back into it', async () => {
    const people = Array.from({ length: 2 }, () => ({ customer_id: randomUUID(), customer_name: `Ada ${randomUUID()}` }));
    await service.post('/orders/bulk', { orders: people.map(anOrderBody) }, aKey());
    const { erasing } = await whileGateIsClosed(service.db, 'delete on ordering_names', async () => {
      const first = erase(String(people[0]?.customer_id));
      await sessionsWaiting(service.db, 1);
      const second = erase(String(people[1]?.customer_id));
      await sessionsWaiting(service.db, 2);
      return { erasing: [first, second] };
    });
    expect((await Promise.all(erasing)).map(({ status }) => status)).toEqual([200, 200]);
    for (const { customer_name } of people) {
      expect(await service.db.sql`select from idempotency_keys where strpos(body, ${customer_name}) > 0`).toHaveLength(0);
    }
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
      await sessionsWaiting(service.db, 1);
      const answers = await Promise.all(orders.map((order) => service.post('/orders', order)));
      await sessionsWaiting(service.db, 1);
      return { erasing, answers };
    });
    expect(answers.map(({ status }) => status)).toEqual(orders.map(() => 201));
    expect((await erasing).status).toBe(200);
    const found = await service.get<{ orders: object[] }>(`/orders?customer_name=${known.customer_name}`);
    expect(found.body.orders).toEqual([answers[0]?.body]);
    expect(await figureFaults(service.db)).toEqual([]);
  });
});

describe('when the answer to a change that changes nothing is to be kept for repeats', () => {
  /** An order of somebody with a name that nothing else has, and a change that changes nothing. */
  async function setup() {
    const name = `Ada ${randomUUID()}`;
    const order = await service.place({ customer_name: name, metadata: { note: `${name} likes tea` } });
    const key = aKey();
    return { name, order, change: () => service.patch(`/orders/${order.id}`, { on_hold: false }, key) };
  }

  it('and an erasure ends before, it is decided and answered anew', async () => {
    const { name, order, change } = await setup();
    const { changing } = await whileGateIsClosed(service.db, 'insert on idempotency_keys', async () => {
      const changing = change();
      await sessionsWaiting(service.db, 1);
      expect((await erase(order.customer_id)).status).toBe(200);
      return { changing };
    });
    expect((await changing).body).toMatchObject({ version: 2, customer_name: null, metadata: {} });
    expect((await change()).headers['idempotency-replayed']).toBe('true');
    expect(await service.db.sql`select body from idempotency_keys where strpos(body, ${name}) > 0`).toEqual([]);
  });

  it('and an erasure has come past the answers, it waits for the end of it', async () => {
    const { name, order, change } = await setup();
    const { changing } = await whileGateIsClosed(service.db, 'delete on ordering_names', async () => {
      const erasing = erase(order.customer_id);
      await sessionsWaiting(service.db, 1);
      const changing = change();
      await Promise.race([changing, sessionsWaiting(service.db, 2)]);
      return { erasing, changing };
    });
    expect((await changing).body).toMatchObject({ version: 2, customer_name: null, metadata: {} });
    expect(await service.db.sql`select body from idempotency_keys where strpos(body, ${name}) > 0`).toEqual([]);
  });
});
