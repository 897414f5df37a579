import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Tx } from '#libs/database';
import { eventually, type WorldWithPostgres } from '#libs/testing';
import { aCustomer } from './customer.js';
import { anOrderBody } from './order-body.js';
import { startServiceWithPostgres, type Answer, type RunningService } from './service.js';

let service: RunningService<WorldWithPostgres>;
beforeAll(async () => {
  service = await startServiceWithPostgres();
});
afterAll(() => service.stop());

/** What PostgreSQL logged while something was done. All of it: a line of our own has come behind. */
async function loggedDuring(act: () => Promise<unknown>): Promise<string> {
  const { log } = service.world.postgres;
  const [before, end] = [log.length, `end_${randomUUID()}`];
  await act();
  await expect(service.db.sql.unsafe(`select "${end}"`)).rejects.toThrow(end);
  await eventually(() => log.slice(before).some((line) => line.includes(end)));
  return log.slice(before).join('\n');
}

/** The answer to a request that finds nothing taken, and waits for `first`, which takes it. */
async function lateFor(first: (tx: Tx) => PromiseLike<unknown>, request: () => Promise<Answer>): Promise<Answer> {
  const late = await service.db.transaction(async (tx) => {
    await first(tx);
    const answer = request();
    await eventually(async () => (await tx`select from pg_locks where not granted`).length === 1);
    return [answer];
  });
  return late[0] as Promise<Answer>;
}

describe('the log of PostgreSQL', () => {
  it('knows nothing of an email that another customer has', async () => {
    const [one, other] = [await aCustomer(service), await aCustomer(service)];
    const log = await loggedDuring(async () => {
      const refused = await service.patch(`/customers/${other.id}`, { email: one.email?.toUpperCase() });
      expect(refused).toMatchObject({ status: 409, body: { code: 'duplicate_customer_email', customer_id: one.id } });
    });
    expect(log).not.toContain('customers_email_unique');
    expect(log.toLowerCase()).not.toContain(one.email);
  });

  it('tells of a race for an email without naming it', async () => {
    const [one, other] = [await aCustomer(service), await aCustomer(service)];
    const email = `eve-${randomUUID()}@example.com`;
    const log = await loggedDuring(async () => {
      const late = await lateFor(
        (tx) => tx`update customers set email = ${email} where id = ${one.id}`,
        () => service.patch(`/customers/${other.id}`, { email }),
      );
      expect(late).toMatchObject({ status: 409, body: { code: 'duplicate_customer_email', customer_id: one.id } });
    });
    expect(log).toContain('customers_email_unique');
    expect(log).not.toContain(email);
  });

  it('tells of a race for an idempotency key without naming it', async () => {
    const { id } = await service.place();
    const key = `key-${randomUUID()}`;
    const log = await loggedDuring(async () => {
      const late = await lateFor(
        (tx) => tx`insert into idempotency_keys (key, fingerprint, status, headers, body, created_at)
          values (${key}, 'of another request', 200, '{}', '', now())`,
        () => service.patch(`/orders/${id}`, { status: 'placed' }, { 'idempotency-key': key }),
      );
      expect(late).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    });
    expect(log).toContain('idempotency_keys_pkey');
    expect(log).not.toContain(key);
  });

  it('does not name a reference that is taken', async () => {
    const external_ref = `ref-${randomUUID()}`;
    await service.place({ external_ref });
    const log = await loggedDuring(async () => {
      expect((await service.post('/orders', anOrderBody({ external_ref }))).status).toBe(409);
    });
    expect(log).toContain('orders_external_ref_unique');
    expect(log).not.toContain(external_ref);
  });
});
