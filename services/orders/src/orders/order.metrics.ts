import { Counter } from 'prom-client';
import type { Recorded } from './rules/order.js';

const created = new Counter({ name: 'orders_created_total', help: 'Orders that were created.' });

const transitions = new Counter({
  name: 'orders_status_transitions_total',
  help: 'Moves of orders from one status into another.',
  labelNames: ['from', 'to'] as const,
});

const expiryFailures = new Counter({
  name: 'orders_expiry_failures_total',
  help: 'Tries to end an order that was due which failed; those that succeed are transitions.',
});

/** Counts what was committed. */
export function countChanges(recorded: readonly Recorded[]): void {
  for (const { change } of recorded) {
    if (change.kind === 'created') created.inc();
    if (change.kind === 'status') transitions.inc({ from: change.from, to: change.to });
  }
}

export function countExpiryFailure(): void {
  expiryFailures.inc();
}
