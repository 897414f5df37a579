import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderBody } from '../src/orders/order.presenter.js';
import { aCustomer } from './customer.js';
import { startService, type RunningService } from './service.js';

let service: RunningService;
let byName: OrderBody;
let byCustomer: OrderBody;
beforeAll(async () => {
  service = await startService();
  const { id } = await aCustomer(service, { full_name: 'Ada 100%_Lovelace' });
  await service.place({ customer_name: 'Eve' });
  byName = await service.place({ customer_name: 'Mr Lovelace' });
  byCustomer = await service.place({ customer_id: id, status: 'placed' });
});
afterAll(() => service.stop());

const find = async (query: string) => {
  const { body } = await service.get<{ orders: OrderBody[]; total: number }>(`/orders?include_total=true&${query}`);
  expect(body.total).toBe(body.orders.length);
  return body.orders.map(({ id }) => id);
};

describe('orders are found by the name of their customer', () => {
  it.each(['customer_name', 'q'])('which the order or the customer has (%s)', async (parameter) => {
    expect(await find(`${parameter}=LOVELACE`)).toEqual([byCustomer.id, byName.id]);
    expect(await find(`${parameter}=ada 100%25_l`)).toEqual([byCustomer.id]);
    expect(await find(`${parameter}=mr love`)).toEqual([byName.id]);
    expect(await find(`${parameter}=nobody`)).toEqual([]);
  });

  it('together with other filters', async () => {
    expect(await find('customer_name=lovelace&status=placed')).toEqual([byCustomer.id]);
    expect(await find('q=lovelace&status=draft')).toEqual([byName.id]);
  });
});
