import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isProblemCode, PROBLEMS } from '#libs/contracts';
import { ATTEMPTS } from './bad-input/attempts.js';
import { sendRaw } from './raw.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

interface Problem {
  readonly code: string;
  readonly status: number;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

/** The longest piece that two texts share. */
function longestEcho(answer: string, request: string): number {
  let longest = 0;
  for (let start = 0; start + longest < answer.length; start += 1) {
    while (start + longest < answer.length && request.includes(answer.slice(start, start + longest + 1))) longest += 1;
  }
  return longest;
}

describe.each(ATTEMPTS)('bad %s', (_, attempts) => {
  it.each(attempts)('%s is answered by one documented problem', async (_name, request, status, code) => {
    const answer = await sendRaw(service.url, request);
    expect(answer.headers).toMatch(/^content-type: application\/problem\+json/im);
    const problem = JSON.parse(answer.body) as Problem;
    expect([answer.status, problem.code]).toEqual([status, code]);
    expect(isProblemCode(problem.code) && PROBLEMS[problem.code].status).toBe(status);
    for (const { pointer } of problem.errors ?? []) expect(pointer).toMatch(/^(\/|$)/);
    expect(longestEcho(answer.body, request.toString('latin1'))).toBeLessThanOrEqual(64);
  });
});

describe('after all that', () => {
  it('nothing was stored or told, and the service is as it was', async () => {
    const [counts] = await service.db.sql`
      select (select count(*) from orders) as orders, (select count(*) from order_items) as items,
        (select count(*) from idempotency_keys) as keys, (select count(*) from outbox_dead) as dead,
        (select count(*) from customers) as customers, (select count(*) from products) as products`;
    expect(counts).toEqual({ orders: 0n, items: 0n, keys: 0n, dead: 0n, customers: 0n, products: 0n });
    expect(await service.events()).toEqual([]);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
    await service.place();
    const { body } = await service.get<string>('/metrics');
    expect(body).not.toMatch(/status_code="5\d\d"/);
  });
});
