import { POST_ORDER } from './order-body.js';
import type { Scenario } from './scenario.js';

/** So many that no single row is hot, so few that they are made in a moment. */
const ORDERS = 500;

export const readOrder: Scenario = {
  name: 'read-order',
  about: `GET /orders/{id} of ${ORDERS} orders with 2 items`,
  target: 'service',
  async prepare(url) {
    const paths: string[] = [];
    for (let count = 0; count < ORDERS; count += 1) {
      const answer = await fetch(url + POST_ORDER.path, POST_ORDER);
      if (answer.status !== 201) throw new Error(`an order could not be made: ${answer.status} ${await answer.text()}`);
      const { id } = (await answer.json()) as { id: string };
      paths.push(`/orders/${id}`);
    }
    return paths.map((path) => ({ method: 'GET', path }));
  },
};
