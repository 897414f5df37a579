import type { Outcome } from '../../load/history.js';
import type { Evidence, InjectedFault } from '../evidence.js';
import { outcomesOf } from './requests.js';

/** What may be struck without taking anything from a request: a broker, a stream, a consumer, a link to or from one of them. */
const SPARING_TARGET = /nats|^stream |^consumer/;
/** Others that leave requests alone: one row more in the outbox, an old snapshot, the same request twice. */
const SPARING: ReadonlySet<string> = new Set(['oversize-event', 'long-snapshot', 'requests-twice']);
/** A connection that an earlier fault has broken may be found broken a moment after all is well. */
const GRACE_MS = 1_000;

/** In ms since 1970. */
interface Span {
  readonly from: number;
  readonly to: number;
}

type Timed = InjectedFault & { readonly window: Span };

/**
 * Requests that got no answer, or were told to come back, while at most the broker or a consumer was in trouble: from the
 * beginning of such a fault to the next one. Nothing is said of those that may have met another fault on their way.
 */
export function troubledForNothing(evidence: Evidence): string[] {
  const faults = evidence.faults.filter(isTimed);
  const disturbances = faults.filter((fault) => !sparesRequests(fault)).map(disturbanceOf);
  const calm = calmOf(faults);
  return outcomesOf(evidence).filter(isTroubled).flatMap((outcome) => {
    const span = spanOf(outcome);
    const during = calm.find(({ from, to }) => from <= span.from && span.from < to);
    if (!during || disturbances.some(({ from, to }) => from <= span.to && span.from <= to)) return [];
    return [`${describe(outcome)}, while there was nothing but ${during.fault.name} (${during.fault.target})`];
  });
}

/** Those that do not go on in the background come one after the other. */
function calmOf(faults: readonly Timed[]): (Span & { readonly fault: Timed })[] {
  const inTurn = faults.filter(({ recovery, notInjected }) => recovery !== undefined || notInjected !== undefined);
  const sorted = inTurn.sort((a, b) => a.window.from - b.window.from);
  return sorted.flatMap((fault, index) => {
    const to = sorted[index + 1]?.window.from ?? Number.POSITIVE_INFINITY;
    return sparesRequests(fault) ? [{ fault, from: fault.window.from, to }] : [];
  });
}

const isTimed = (fault: InjectedFault): fault is Timed => fault.window !== undefined;

const sparesRequests = ({ name, target }: InjectedFault): boolean => SPARING_TARGET.test(target) || SPARING.has(name);

const disturbanceOf = ({ window, recovery }: Timed): Span => {
  return { from: window.from, to: window.to + (recovery?.answers ?? 0) + GRACE_MS };
};

const isTroubled = ({ status }: Outcome): boolean => status === undefined || status >= 500;

function spanOf({ startedAt, ms }: Outcome): Span {
  const from = Date.parse(startedAt);
  return { from, to: from + ms };
}

function describe({ kind, replica, startedAt, ms, status, code, trouble }: Outcome): string {
  return `${kind} at ${replica} at ${startedAt}: ${status ?? 'no answer'} (${code ?? trouble}) after ${ms} ms`;
}
