import { POST_ORDER } from './order-body.js';
import type { Scenario } from './scenario.js';

export const emptyPost: Scenario = {
  name: 'empty-post',
  about: 'POST of the same body to a bare Fastify application that answers 201',
  target: 'baseline',
  prepare: () => Promise.resolve([POST_ORDER]),
};
