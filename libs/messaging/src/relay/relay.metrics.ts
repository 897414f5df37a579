import { Counter, Gauge, Histogram } from 'prom-client';

export const relayMetrics = {
  pending: new Gauge({ name: 'outbox_pending_messages', help: 'Events that are committed and not yet published.' }),
  oldest: new Gauge({ name: 'outbox_oldest_pending_age_seconds', help: 'How long the oldest of them has waited.' }),
  dead: new Gauge({ name: 'outbox_dead_messages', help: 'Events that the broker refused for good; an operator must act.' }),
  published: new Counter({
    name: 'outbox_publish_total',
    help: 'Events by what became of publishing them.',
    labelNames: ['result'] as const,
  }),
  lag: new Histogram({
    name: 'outbox_publish_lag_seconds',
    help: 'From the insertion of an event to its acknowledgement by JetStream.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300],
  }),
  batch: new Histogram({
    name: 'outbox_batch_messages',
    help: 'Events published in one pass.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000],
  }),
} as const;
