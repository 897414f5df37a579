import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startService, type RunningService } from './service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const remove = (id: string) => service.call<string>('DELETE', `/orders/${id}`);

describe('DELETE /orders/{id}', () => {
  it('removes a draft with everything that belongs to it, and tells of it', async () => {
    const { id } = await service.place();
    expect(await remove(id)).toMatchObject({ status: 204, body: '' });
    expect((await service.get(`/orders/${id}`)).status).toBe(404);
    expect((await remove(id)).status).toBe(404);
    const [row] = await service.db.sql<{ left: bigint }[]>`
      select count(*) as left from (
        select order_id from order_items union all select order_id from order_journey) as kept where order_id = ${id}`;
    expect(row?.left).toBe(0n);
    expect((await service.events(id)).map(({ body }) => body)).toMatchObject([
      { event_type: 'order_created', sequence: 1 },
      { event_type: 'order_deleted', sequence: 2, previous_status: 'draft' },
    ]);
  });

  it('removes a closed order', async () => {
    const { id } = await service.place({ status: 'placed' });
    await service.post(`/orders/${id}/cancel`);
    expect((await remove(id)).status).toBe(204);
  });

  it.each(['placed', 'confirmed', 'completed'])('keeps an order that is %s: it is part of the books', async (status) => {
    const { id } = await service.place({ status: 'pending' });
    await service.patch(`/orders/${id}`, { status });
    expect(await remove(id)).toMatchObject({ status: 409, body: { code: 'order_not_deletable', status_now: status } });
    expect((await service.get(`/orders/${id}`)).status).toBe(200);
  });

  it('removes an order once when two ask at the same time', async () => {
    const { id } = await service.place();
    const answers = await Promise.all([remove(id), remove(id), remove(id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404]);
    expect(await service.events(id)).toHaveLength(2);
  });

  it('frees the external_ref', async () => {
    const { id } = await service.place({ external_ref: 'once' });
    await remove(id);
    expect(await service.place({ external_ref: 'once' })).toMatchObject({ external_ref: 'once' });
  });
});
