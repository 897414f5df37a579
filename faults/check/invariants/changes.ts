import { answeredOrders, type Outcome, type RequestKind } from '../../load/history.js';
import type { Evidence, Step } from '../evidence.js';
import { groupBy } from '../invariant.js';
import { bodyOf, requestsByKey, statusAsked, unitsAsked } from './asked.js';

/** The others may find the order as they want it, and have nothing to do. */
const ALWAYS_CHANGE: ReadonlySet<RequestKind> = new Set(['create', 'bulk', 'note', 'cancel-part', 'move-items']);

const stepsByActor = ({ journey }: Evidence): Map<string, Step[]> => groupBy(journey, ({ actor }) => actor);

/** What was answered of an order is a step of its journey, with that status and of that moment. */
export function missingSteps({ journey }: Evidence, done: readonly Outcome[]): string[] {
  const steps = new Map(journey.map((step) => [`${step.order_id} ${step.sequence}`, step]));
  return done.flatMap(answeredOrders).flatMap(({ id, last_sequence: sequence, status, updated_at: at }) => {
    const step = steps.get(`${id} ${sequence}`);
    if (step?.to_status === status && step.at === at) return [];
    return [`step ${sequence} of order ${id} was answered as ${status} at ${at}, and is ${step?.to_status} at ${step?.at}`];
  });
}

/** A change writes one step of a kind at most: the second of a kind is a second change. */
export function repeatedChanges({ journey }: Evidence): string[] {
  const groups = groupBy(journey, (step) => `${step.actor} ${step.order_id} ${step.event_type}`);
  return [...groups.values()].flatMap(([step, ...more]) =>
    step && more.length > 0 ? [`${step.actor} changed order ${step.order_id} ${more.length + 1} times: ${step.event_type}`] : [],
  );
}

/** The answered step is one that the request has made, unless there was nothing to do and it made none. */
export function stepsOfOthers(evidence: Evidence, done: readonly Outcome[]): string[] {
  const steps = stepsByActor(evidence);
  return done.flatMap((outcome) => {
    const { key, kind } = outcome;
    return answeredOrders(outcome).flatMap(({ id, last_sequence: answered }) => {
      const made = (steps.get(key) ?? []).filter(({ order_id }) => order_id === id).map(({ sequence }) => sequence);
      if (made.includes(answered) || (made.length === 0 && !ALWAYS_CHANGE.has(kind))) return [];
      const own = made.join(' ') || 'none';
      return [`the request ${key} (${kind}) was answered with step ${answered} of order ${id}, and made ${own}`];
    });
  });
}

/** What a request has done is what it asked for. */
export function otherThanAsked(evidence: Evidence, done: readonly Outcome[]): string[] {
  const steps = stepsByActor(evidence);
  const requests = requestsByKey(evidence);
  const status = done.flatMap(({ key, kind, order }) => {
    const request = requests.get(key);
    const asked = request && statusAsked(request);
    if (asked === undefined || order?.status === asked) return [];
    return [`the request ${key} (${kind}) asked for ${asked}, and was answered ${order?.status}`];
  });
  const units = [...requests.values()].flatMap((request) => {
    const asked = unitsAsked(request);
    const moved = (steps.get(request.key) ?? []).filter((step) => step.event_type === 'items_changed');
    const wrong = moved.filter((step) => step.units !== asked);
    return wrong.map((step) => `the request ${request.key} (${request.kind}) asked for ${asked} units, and moved ${step.units}`);
  });
  return [...status, ...units];
}

/** An order has the note that its journey says was written last. */
export function lostNotes(evidence: Evidence): string[] {
  const requests = requestsByKey(evidence);
  const notes = evidence.journey.filter(({ actor }) => requests.get(actor)?.kind === 'note');
  const last = new Map(notes.map((step) => [step.order_id, requests.get(step.actor)]));
  return evidence.orders.flatMap(({ id, note }) => {
    const request = last.get(id);
    const written = (request && bodyOf(request).metadata?.note) ?? null;
    return note === written ? [] : [`the note of order ${id} is ${note}, and ${written} was written last`];
  });
}
