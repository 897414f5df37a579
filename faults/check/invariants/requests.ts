import type { Outcome } from '../../load/history.js';
import type { Evidence } from '../evidence.js';
import { groupBy, type Invariant } from '../invariant.js';

const isDone = ({ status = 0 }: Outcome): boolean => status >= 200 && status < 300;

export function outcomesOf({ history }: Evidence): Outcome[] {
  return history.filter((entry) => entry.entry === 'outcome');
}

export const answersAreTrue: Invariant = {
  name: 'I1',
  about: 'every answered change exists, once per idempotency key, and every repeat gets the same answer',
  violations: (evidence) => {
    const done = outcomesOf(evidence).filter(isDone);
    return [...missingOrders(evidence, done), ...missingSteps(evidence, done), ...missingMovements(evidence, done)].concat(
      doubledOrders(evidence),
      refusedAfterwards(evidence),
      differingAnswers(done),
    );
  },
};

export const ordersAreAskedFor: Invariant = {
  name: 'I2',
  about: 'no order without a request in the history of the client',
  violations: ({ history, orders }) => {
    const asked = new Set(history.filter(({ entry, kind }) => entry === 'intention' && kind === 'create').map(({ key }) => key));
    return orders.filter(({ key }) => key === null || !asked.has(key)).map(({ id }) => `nobody asked for order ${id}`);
  },
};

function missingOrders({ orders }: Evidence, done: readonly Outcome[]): string[] {
  const stored = new Map(orders.map((order) => [order.id, order]));
  return done.flatMap(({ kind, key, order }) => {
    if (kind !== 'create') return [];
    const found = stored.get(order?.id ?? '');
    if (!found) return [`order ${order?.id} was answered with 201 and does not exist`];
    if (found.key !== key) return [`order ${found.id} was answered to the request ${key}, but comes from ${found.key}`];
    return found.total_amount === order?.total_amount ? [] : [`order ${found.id} is not as it was answered`];
  });
}

/** A change that was answered is a step of the order's journey. */
function missingSteps({ journey }: Evidence, done: readonly Outcome[]): string[] {
  const steps = new Map(journey.map((step) => [`${step.order_id} ${step.sequence}`, step.to_status]));
  return done.flatMap(({ order }) => {
    if (!order) return [];
    const status = steps.get(`${order.id} ${order.last_sequence}`);
    return status === order.status ? [] : [`step ${order.last_sequence} of order ${order.id} was answered and is ${status}`];
  });
}

function missingMovements({ movements }: Evidence, done: readonly Outcome[]): string[] {
  const byReason = groupBy(movements, ({ reason }) => reason);
  return [...groupBy(done.filter(({ kind }) => kind === 'adjust'), ({ key }) => key).keys()].flatMap((key) => {
    const count = byReason.get(key)?.length ?? 0;
    return count === 1 ? [] : [`the adjustment ${key} was answered and booked ${count} times`];
  });
}

function doubledOrders({ orders }: Evidence): string[] {
  const groups = [...groupBy(orders.filter(({ key }) => key !== null), ({ key }) => key)];
  return groups.filter(([, made]) => made.length > 1).map(([key, made]) => `the request ${key} made ${made.length} orders`);
}

/** A request that began after it had been done under its key, and was refused all the same. */
function refusedAfterwards(evidence: Evidence): string[] {
  const perKey = groupBy(outcomesOf(evidence), ({ key }) => key);
  return [...perKey].flatMap(([key, tries]) => {
    const doneAt = Math.min(...tries.filter(isDone).map(({ startedAt, ms }) => Date.parse(startedAt) + ms));
    const refused = tries.find(({ status = 0, startedAt }) => status >= 400 && status < 500 && Date.parse(startedAt) > doneAt);
    return refused ? [`the request ${key} (${refused.kind}) was done, and its repeat refused: ${refused.code}`] : [];
  });
}

function differingAnswers(done: readonly Outcome[]): string[] {
  return [...groupBy(done, ({ key }) => key)].flatMap(([key, answers]) => {
    const different = new Set(answers.map(({ answer }) => answer)).size;
    return different > 1 ? [`the request ${key} (${answers[0]?.kind}) got ${different} different answers`] : [];
  });
}
