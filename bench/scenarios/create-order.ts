import { POST_ORDER } from './order-body.js';
import type { Scenario } from './scenario.js';

export const createOrder: Scenario = {
  name: 'create-order',
  about: 'POST /orders with 2 items; the event is published while the load runs',
  target: 'service',
  prepare: () => Promise.resolve([POST_ORDER]),
};
