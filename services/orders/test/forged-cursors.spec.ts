import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createProduct } from './product.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
  await Promise.all([service.place(), service.place(), createProduct(service), createProduct(service)]);
});
afterAll(() => service.stop());

/** A cursor of the list whose mark and id are right, with another value. */
async function forge(path: string, value: string): Promise<string> {
  const { body } = await service.get<{ next_cursor: string }>(path);
  const text = Buffer.from(body.next_cursor, 'base64url').toString();
  return Buffer.from(`${text.slice(0, 12)}${value}${text.slice(-37)}`).toString('base64url');
}

describe('a cursor that somebody wrote', () => {
  it.each([
    ['/orders?sort=-total_amount', '9999999999999999999'],
    ['/orders?sort=total_amount', '2026-02-01T12:00:00.000Z'],
    ['/orders?sort=updated_at', '5'],
    ['/products?sort=available', '2026-02-01T12:00:00.000Z'],
    ['/orders?sort=updated_at', '2026-02-30T12:00:00.000Z'],
    ['/orders?sort=updated_at', '2026-99-99T99:99:99.999Z'],
    ['/orders?sort=updated_at', '0000-01-01T00:00:00.000Z'],
    ['/orders?sort=total_amount', "0' or 1=1 --"],
    ['/products?sort=available', '9'.repeat(400)],
    ['/products?sort=available', 'many'],
    ['/products?sort=name', 'a\0b'],
    ['/products?sort=sku', '\u001b'],
  ])('for %s with the value %j is refused', async (list, value) => {
    const cursor = await forge(`${list}&limit=1`, value);
    const answer = await service.get(`${list}&limit=1&cursor=${cursor}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });
});
