import { MAX_BATCH, publishAtomically } from './atomic-batch.js';
import type { JetStream } from './link.js';
import { publishOneByOne } from './one-by-one.js';
import { faultOf, type Outgoing } from './outgoing.js';
import type { Refusal, StreamOutcome } from './publish-outcome.js';
import type { KnownStream } from './streams.js';
import { subjectMatches } from './subjects.js';

/** What became of some rows. Those in neither list stay, and are published again. */
export interface Published {
  readonly acknowledged: readonly Outgoing[];
  readonly refused: readonly Refusal[];
  /** Streams that did not take all of their rows although something is right with the rest. */
  readonly troubles: readonly StreamTrouble[];
  /** Streams that took some. */
  readonly flowing: readonly string[];
}

export interface StreamTrouble {
  readonly stream: string;
  /** Patterns of the subjects that it concerns. */
  readonly subjects: readonly string[];
  readonly reason: string;
}

export const BLOCKED = 'an earlier event of this order could not be published';

/**
 * The rows from which on one batch is sooner done than single publications. For each batch the server makes files of its own
 * and removes them: 2 ms, in which it stores some sixteen messages one by one.
 */
export const BATCH_FROM = 16;

type Target = Pick<KnownStream, 'name' | 'subjects' | 'takesBatches'>;

/**
 * Publishes rows so that no event of an order can overtake an earlier one of the same stream: in one atomic batch per stream
 * where there are enough and the stream takes them, else one event of an order in flight at a time. One stream's trouble is
 * none of the others.
 */
export async function publish(
  jetstream: JetStream,
  rows: readonly Outgoing[],
  batchFrom = BATCH_FROM,
): Promise<Published> {
  const { sendable, refused } = sortOut(rows, jetstream.can.maxPayload);
  const groups = [...byStream(jetstream.streams, sendable)];
  const outcomes = await Promise.all(
    groups.map(async ([target, group]) => ({ target, ...(await publishTo(jetstream, target, group, batchFrom)) })),
  );
  return {
    acknowledged: outcomes.flatMap(({ acknowledged }) => acknowledged),
    refused: [...refused, ...outcomes.flatMap((outcome) => outcome.refused)],
    troubles: outcomes.flatMap(({ target, acknowledged, trouble }) =>
      trouble === undefined || acknowledged.length > 0
        ? []
        : [{ stream: target.name, subjects: target.subjects, reason: trouble }],
    ),
    flowing: outcomes.flatMap(({ target, acknowledged }) => (acknowledged.length > 0 ? [target.name] : [])),
  };
}

/** Parts the rows that can be sent from those that never can. What comes after one of the latter is not sent either. */
function sortOut(rows: readonly Outgoing[], maxPayload: number): { sendable: Outgoing[]; refused: Refusal[] } {
  const sendable: Outgoing[] = [];
  const refused: Refusal[] = [];
  const held = new Set<string>();
  for (const row of rows) {
    if (held.has(row.key)) continue;
    const fault = row.blocked ? BLOCKED : faultOf(row, maxPayload);
    if (fault === undefined) {
      sendable.push(row);
    } else {
      held.add(row.key);
      refused.push({ row, reason: fault });
    }
  }
  return { sendable, refused };
}

function byStream(streams: readonly KnownStream[], rows: readonly Outgoing[]): Map<Target, Outgoing[]> {
  const targets = new Map<string, Target>();
  const targetOf = (subject: string): Target =>
    streams.find(({ subjects }) => subjects.some((pattern) => subjectMatches(pattern, subject))) ?? {
      name: `of ${subject}`,
      subjects: [subject],
      takesBatches: false,
    };
  const groups = new Map<Target, Outgoing[]>();
  for (const row of rows) {
    const target = targets.get(row.subject) ?? targetOf(row.subject);
    targets.set(row.subject, target);
    const group = groups.get(target);
    if (group) group.push(row);
    else groups.set(target, [row]);
  }
  return groups;
}

async function publishTo(
  jetstream: JetStream,
  target: Target,
  rows: readonly Outgoing[],
  batchFrom: number,
): Promise<StreamOutcome> {
  if (target.takesBatches && rows.length >= batchFrom) {
    const outcome = await publishAtomically(jetstream, rows.slice(0, MAX_BATCH));
    if (outcome !== 'refused') return outcome;
  }
  return publishOneByOne(jetstream, rows);
}
