import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Tx } from '#libs/database';
import { eventually } from '#libs/testing';
import type { OrderBody } from '../../src/orders/order.presenter.js';
import { anOrderBody } from '../order-body.js';
import { spawnReplica } from '../replica-process.js';
import { startService, type RunningService } from '../service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
/** For replicas that a failed test has left behind. */
const endings: (() => void)[] = [];
afterAll(() => {
  endings.forEach((end) => end());
  return service.stop();
});

const headers = { 'content-type': 'application/json' };

interface Told {
  readonly taken: OrderBody[];
  /** Statuses of answers that are no order. */
  readonly others: number[];
}

/** Orders, one after the other, until the service takes no more connections. @throws Error when an answer breaks off */
async function orderUntilTheEnd(url: string, { taken, others }: Told): Promise<void> {
  for (;;) {
    const body = JSON.stringify(anOrderBody());
    const answer = await fetch(`${url}/orders`, { method: 'POST', headers, body }).catch(() => undefined);
    if (!answer) return;
    if (answer.status === 201) taken.push((await answer.json()) as OrderBody);
    else others.push(answer.status);
  }
}

/** Changes that have begun and wait for the rows of their orders, which `tx` keeps. @returns the statuses to come */
async function changesThatWait(tx: Tx, url: string, orders: readonly OrderBody[]) {
  const ids = orders.map(({ id }) => id);
  await tx`select from orders where id = any(${ids}::uuid[]) for update`;
  const [{ pid }] = await tx<[{ pid: number }]>`select pg_backend_pid() as pid`;
  const body = JSON.stringify({ metadata: { note: 'late' } });
  const change = (id: string) => fetch(`${url}/orders/${id}`, { method: 'PATCH', headers, body });
  const statuses = Promise.all(ids.map(async (id) => (await change(id)).status));
  await eventually(async () => {
    const waiting = await service.db.sql`select from pg_stat_activity where ${pid} = any(pg_blocking_pids(pid))`;
    expect(waiting).toHaveLength(ids.length);
  });
  return { statuses };
}

describe('when a service under load is told to end', () => {
  it('readiness falls first, running requests are answered, their events come, and it exits with 0', async () => {
    const replica = await spawnReplica(service, { environment: { SHUTDOWN_DELAY_MS: '500' } });
    endings.push(replica.kill);
    // As many as may wait for orders at a time.
    const orders = [await service.place(), await service.place()];
    const told: Told = { taken: [], others: [] };
    const { taken, others } = told;
    const load = Promise.all(Array.from({ length: 20 }, () => orderUntilTheEnd(replica.url, told)));
    await eventually(() => taken.length > 100, { within: 20_000 });
    const changes = await service.db.transaction(async (tx) => {
      const waiting = await changesThatWait(tx, replica.url, orders);
      replica.end();
      await eventually(async () => expect((await fetch(`${replica.url}/health/ready`)).status).toBe(503));
      const whenNotReady = taken.length;
      await eventually(() => taken.length > whenNotReady);
      // No connection is taken any more, and the changes still wait.
      await load;
      return waiting;
    });
    // On a machine with much to do one may have waited for its lock longer than it may, which is an answer too.
    for (const status of await changes.statuses) expect([200, 503]).toContain(status);
    expect(await replica.ended).toBe(0);

    // Whatever was done was answered, and the other way round; a connection that came too late has done nothing.
    expect(others).toEqual([]);
    const stored = (await service.db.sql<{ id: string }[]>`select id from orders order by id`).map(({ id }) => id);
    expect(stored).toEqual([...orders, ...taken].map(({ id }) => id).toSorted());
    const created = (await service.events()).filter(({ subject }) => subject === 'orders.order_created');
    expect(created.map(({ body }) => body.order_id).toSorted()).toEqual(stored);
  });
});
