import { POST_ORDER } from './order-body.js';
import type { Scenario } from './scenario.js';

export const sustained: Scenario = {
  name: 'sustained',
  about: '60 s of POST /orders; counted until the last event is in the stream',
  target: 'service',
  seconds: 60,
  prepare: () => Promise.resolve([POST_ORDER]),
};
