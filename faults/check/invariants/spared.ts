import { HELD_SKUS } from '../../kinds/database.js';
import type { Intention, Outcome } from '../../load/history.js';
import type { Evidence, InjectedFault } from '../evidence.js';
import { requestsByKey } from './asked.js';
import { endOf, outcomesOf } from './outcomes.js';

/** What may be struck without taking anything from a request: a broker, a stream, a consumer, a link to or from one of them. */
const SPARING_TARGET = /nats|^stream |^consumer/;
/** Others that leave requests alone: one row more in the outbox, an old snapshot, the same request twice. */
const SPARING: ReadonlySet<string> = new Set(['oversize-event', 'long-snapshot', 'requests-twice']);
/**
 * A connection that an earlier fault has broken may be found broken a moment after all is well, and the buyers of a product that
 * was found locked are sent away for a second.
 */
const GRACE_MS = 2_000;

type Timed = InjectedFault & Required<Pick<InjectedFault, 'window'>>;

/** A try that failed, and what was asked for. */
interface Failure {
  readonly outcome: Outcome;
  readonly asked?: Intention;
  /** When it began and ended, in ms since 1970. */
  readonly from: number;
  readonly to: number;
}

/**
 * Requests that got no answer, or were told to come back, while no fault was about that could take anything from them: one that
 * spares them had begun, and the next one had not. Nothing is said of those that may have met another one on their way.
 */
export function troubledForNothing(evidence: Evidence): string[] {
  const faults = evidence.faults.filter(isTimed).sort((a, b) => a.window.from - b.window.from);
  const inTurn = faults.filter(({ recovery, notInjected }) => recovery !== undefined || notInjected !== undefined);
  return failuresOf(evidence).flatMap((failure) => {
    const current = inTurn.findLast(({ window }) => window.from <= failure.from);
    if (!current || !spares(current, failure) || faults.some((fault) => hasMet(fault, failure))) return [];
    return [`${describe(failure.outcome)}, though all that was wrong was ${current.name} (${current.target})`];
  });
}

/** On a machine that has other work an answer may take longer than the client waits for it. */
function failuresOf(evidence: Evidence): Failure[] {
  const { patience = 1 } = evidence;
  const requests = requestsByKey(evidence);
  const failed = outcomesOf(evidence).filter(({ status }) => (status === undefined ? patience === 1 : status >= 500));
  return failed.map((outcome) => {
    const { key, startedAt } = outcome;
    return { outcome, asked: requests.get(key), from: Date.parse(startedAt), to: endOf(outcome) };
  });
}

const isTimed = (fault: InjectedFault): fault is Timed => fault.window !== undefined;

function hasMet(fault: Timed, failure: Failure): boolean {
  const { window, recovery } = fault;
  const over = window.to + (recovery?.answers ?? 0) + GRACE_MS;
  return !spares(fault, failure) && window.from <= failure.to && failure.from <= over;
}

function spares({ name, target }: InjectedFault, { outcome, asked }: Failure): boolean {
  if (name !== 'hot-row-held') return SPARING_TARGET.test(target) || SPARING.has(name);
  const skus = skusWanted(asked);
  // Others may wait their turn for some seconds, which the client does not, but they are not sent away.
  return skus?.length === 0 || (outcome.status !== undefined && skus?.some((sku) => HELD_SKUS.includes(sku)) === false);
}

/** What an order takes from the stock: nothing while it is a draft. Of other requests it is not known. */
function skusWanted(asked: Intention | undefined): string[] | undefined {
  const { status = 'draft', items } = (asked?.body ?? {}) as { status?: string; items?: { sku: string }[] };
  if (asked?.kind !== 'create' || !items) return undefined;
  return status === 'draft' ? [] : items.map(({ sku }) => sku);
}

function describe({ kind, replica, startedAt, ms, status, code, trouble }: Outcome): string {
  return `${kind} at ${replica} at ${startedAt}: ${status ?? 'no answer'} (${code ?? trouble}) after ${ms} ms`;
}
