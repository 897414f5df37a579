import { Counter, Gauge, Histogram } from 'prom-client';

export const consumerMetrics = {
  events: new Counter({
    name: 'consumer_events_total',
    help: 'Deliveries by what became of them.',
    labelNames: ['consumer', 'result'] as const,
  }),
  duration: new Histogram({
    name: 'consumer_handling_seconds',
    help: 'Time that handling one event took.',
    labelNames: ['consumer'] as const,
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30],
  }),
  parked: new Gauge({
    name: 'consumer_parked_keys',
    help: 'Orders and products that wait for an operator, because an event of theirs could not be handled.',
    labelNames: ['consumer'] as const,
  }),
  pending: new Gauge({
    name: 'consumer_pending_messages',
    help: 'Events in the stream that the consumer has not got yet.',
    labelNames: ['consumer'] as const,
  }),
} as const;
