import { INVARIANTS, type Verdict } from '../check/check.js';
import type { Evidence, InjectedFault } from '../check/evidence.js';
import { groupBy } from '../check/invariant.js';
import { firstCopies, rawCopies } from '../check/invariants/events.js';
import { outcomesOf } from '../check/invariants/outcomes.js';
import { unresolvedIn } from '../check/invariants/requests.js';
import { isDone, type Outcome } from '../load/history.js';
import type { Recovery } from '../watch/recovery.js';
import { rightAligned } from './table.js';

const SHOWN = 5;

/** The whole report as text. */
export function reportOf(evidence: Evidence, verdict: Verdict): string {
  return [faultsOf(evidence), totalsOf(evidence), verdictOf(verdict)].join('\n\n');
}

export function violationsIn(verdict: Verdict): number {
  return Object.values(verdict).reduce((sum, sentences) => sum + sentences.length, 0);
}

const cameAbout = ({ notInjected }: InjectedFault): boolean => notInjected === undefined;

/** Why a run in which nothing was found says nothing: it injected no fault, or tried one that never came about. */
export function whyNoVerdict({ faults }: Pick<Evidence, 'faults'>): string[] {
  if (faults.length === 0) return ['no fault was injected'];
  const groups = [...groupBy(faults, ({ name }) => name)];
  return groups.filter(([, tries]) => !tries.some(cameAbout)).map(([name]) => `${name} never came about`);
}

/** A line for each kind: how often, and the longest it took until all was well again. */
function faultsOf({ faults }: Evidence): string {
  const rows = [...groupBy(faults, ({ name }) => name)].sort(([a], [b]) => a.localeCompare(b)).map(([name, all]) => {
    const done = all.filter(cameAbout);
    const worst = (timeOf: (fault: InjectedFault) => number | null | undefined): string => {
      const times = done.map(timeOf).filter((ms) => typeof ms === 'number');
      return times.length > 0 ? `${Math.max(...times)} ms` : '–';
    };
    const recovery = (part: keyof Recovery) => worst((fault) => fault.recovery?.[part]);
    const parts = (['mended', 'answers', 'relay', 'drained', 'well', 'consuming'] as const).map(recovery);
    return [name, String(done.length), ...parts, worst((one) => one.takeover)];
  });
  return rightAligned([
    ['fault', 'times', 'mended', '2xx again', 'relay active', 'drained', 'all well', 'consuming', 'taken over'],
    ...rows,
  ]);
}

function totalsOf(evidence: Evidence): string {
  const { effects, parked, deadLetters, outboxDead } = evidence;
  const outcomes = outcomesOf(evidence);
  const count = (test: (status: number) => boolean): number => outcomes.filter(({ status = 0 }) => test(status)).length;
  const requests = evidence.history.length - outcomes.length;
  const injected = evidence.faults.filter(cameAbout).length;
  return [
    `${injected} of ${evidence.planned} planned faults, ${requests} requests in ${outcomes.length} tries:`,
    `  ${count((status) => status >= 200 && status < 300)} done, ${count((status) => status >= 400 && status < 500)} refused,`,
    `  ${count((status) => status >= 500)} told to come back, ${count((status) => status === 0)} without an answer;`,
    `  done of each kind: ${doneOfEachKind(outcomes)};`,
    `  ${unresolvedIn(evidence).length} requests never resolved`,
    `${evidence.orders.length} orders, ${firstCopies(evidence.events).length} events (${rawCopies(evidence)} raw copies),`,
    `  ${effects.length} effects, ${parked.length} parked, ${deadLetters.length} dead letters, ${outboxDead.length} dead rows`,
    `memory at its peak: ${evidence.memory.map((peak) => `${peak.replica} ${Math.round(peak.peakMegabytes)} MB`).join(', ')}`,
  ].join('\n');
}

/** A kind that is refused every time would show nothing. */
function doneOfEachKind(outcomes: readonly Outcome[]): string {
  return [...groupBy(outcomes.filter(isDone), ({ kind }) => kind)].map(([kind, done]) => `${done.length} ${kind}`).join(', ');
}

function verdictOf(verdict: Verdict): string {
  const lines = INVARIANTS.map(({ name, about }) => {
    const found = verdict[name];
    const examples = found.slice(0, SHOWN).map((sentence) => `\n       ${sentence}`);
    const more = found.length > SHOWN ? `\n       … and ${found.length - SHOWN} more` : '';
    const mark = found.length === 0 ? '✓' : '✗';
    return `${mark} ${name.padEnd(4)} ${String(found.length).padStart(5)}  ${about}${examples.join('')}${more}`;
  });
  return ['  violations', ...lines].join('\n');
}
