import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomerBody } from '../src/customers/customer.presenter.js';
import { aCustomer } from './customer.js';
import { startService, type RunningService } from './service.js';
import { walk, type AnyPage } from './walk.js';

interface Page extends AnyPage {
  readonly customers: readonly CustomerBody[];
  readonly total?: number;
}

const COUNT = 25;
let service: RunningService;
let ada: CustomerBody;
beforeAll(async () => {
  service = await startService();
  for (let n = 0; n < COUNT; n += 1) await aCustomer(service, { full_name: `Clone ${n}` });
  ada = await aCustomer(service, { full_name: 'Ada 100%_Lovelace', email: 'Countess@Analytical.example' });
});
afterAll(() => service.stop());

async function list(query: string): Promise<Page> {
  const { status, body } = await service.get<Page>(`/customers?${query}`);
  expect(status).toBe(200);
  return body;
}

describe('a list of customers', () => {
  it('gives everyone once, newest first, page by page', async () => {
    const all = await walk(service, '/customers?q=clone&limit=7', ({ customers }: Page) => customers);
    const names = Array.from({ length: COUNT }, (_, n) => `Clone ${COUNT - 1 - n}`);
    expect(all.map((customer) => customer.full_name)).toEqual(names);
  });

  it('has 20 by default, counts when asked, can be skipped into, and names its next page in a header', async () => {
    expect((await list('')).customers).toHaveLength(20);
    expect((await list('q=clone&limit=1&include_total=true')).total).toBe(COUNT);
    const { headers, body } = await service.get<Page>('/customers?q=clone&limit=5&skip=10');
    expect(body.customers[0]?.full_name).toBe('Clone 14');
    const [, next = ''] = /^<(.*)>; rel="next"$/.exec(headers['link'] ?? '') ?? [];
    expect((await service.get<Page>(next)).body.customers[0]?.full_name).toBe('Clone 9');
    expect(await list('skip=10000')).toEqual({ customers: [], next_cursor: null, has_more: false });
  });

  it.each([
    ['part of the name', 'q=LOVE'],
    ['part of the name, taken literally', 'q=100%25_l'],
    ['part of the email', 'q=analyt'],
    ['the whole email in another case', 'email=COUNTESS@analytical.EXAMPLE'],
    ['both', 'q=ada&email=countess@analytical.example'],
  ])('finds one by %s', async (_, query) => expect((await list(query)).customers).toEqual([ada]));

  it.each(['email=countess', 'q=nobody', `q=${encodeURIComponent("' or 1=1 --")}`])('finds nobody by %s', async (query) =>
    expect((await list(query)).customers).toEqual([]));

  it.each([
    ['of another filter', async () => (await list('limit=1')).next_cursor],
    ['of a list of orders', async () => {
      const customer_id = randomUUID();
      await Promise.all([service.place({ customer_id }), service.place({ customer_id })]);
      return (await service.get<Page>(`/customers/${customer_id}/orders?limit=1`)).body.next_cursor;
    }],
    ['no cursor at all', () => 'x'],
  ])('refuses a cursor that is %s', async (_, cursor) => {
    const answer = await service.get(`/customers?q=clone&cursor=${await cursor()}`);
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
  });
});
