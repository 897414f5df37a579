import { headers as natsHeaders, type MsgHdrs, type PubAck } from 'nats';
import { newId } from '#libs/kernel';
import type { JetStream } from './link.js';

/** An outbox row on its way to the stream. */
export interface Outgoing {
  readonly id: bigint;
  readonly event_id: string;
  readonly key: string;
  readonly partition: number;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
  readonly created_at: Date;
  /** An earlier event of this key is dead, so this one must not be published either. */
  readonly blocked: boolean;
}

/** What became of a batch. Rows in neither list were not tried or their fate is unknown; they are published again. */
export interface Published {
  readonly acknowledged: readonly Outgoing[];
  /** Rows that the broker will never take, with the reason. */
  readonly refused: readonly { readonly row: Outgoing; readonly reason: string }[];
  /** Why the rest stays: the stream is full, away, slow. */
  readonly trouble?: string;
}

export const BLOCKED = 'an earlier event of this order could not be published';

/** Longest wait for one acknowledgement. */
const ACK_LIMIT_MS = 5_000;
/** The server's own limit for a batch (ADR-50). */
const MAX_BATCH = 1_000;
/** Publishes in flight at once, each of another order. */
const WINDOW = 256;
/** Room for the headers that are added on the way. */
const HEADER_ROOM = 1_024;

/**
 * Publishes rows so that no event of an order can overtake an earlier one: all in one atomic batch where the server has
 * them, else one event of an order in flight at a time.
 */
export async function publish(jetstream: JetStream, rows: readonly Outgoing[]): Promise<Published> {
  const limit = jetstream.can.maxPayload - HEADER_ROOM;
  const refused: { row: Outgoing; reason: string }[] = [];
  const sendable: Outgoing[] = [];
  const held = new Set<string>();
  for (const row of rows) {
    if (held.has(row.key)) continue;
    if (!row.blocked && sizeOf(row) <= limit) {
      sendable.push(row);
      continue;
    }
    held.add(row.key);
    refused.push({ row, reason: row.blocked ? BLOCKED : `larger than the broker takes (${limit} bytes)` });
  }
  const published = await publishSendable(jetstream, sendable.slice(0, MAX_BATCH));
  return { ...published, refused };
}

async function publishSendable(jetstream: JetStream, rows: readonly Outgoing[]): Promise<Omit<Published, 'refused'>> {
  if (jetstream.can.atomicBatches && rows.length > 1) {
    const outcome = await publishAtomically(jetstream, rows);
    if (outcome !== 'one by one') return outcome;
  }
  return publishInRounds(jetstream, rows);
}

/**
 * One batch of ADR-50: every message carries the batch and its place in it, the last one commits, and the stream stores all
 * or none. A repeated id refuses the whole batch; then the rows go one by one, and the stream drops those that it has.
 */
async function publishAtomically(
  { connection }: JetStream,
  rows: readonly Outgoing[],
): Promise<Omit<Published, 'refused'> | 'one by one'> {
  const batch = newId();
  try {
    for (const [index, row] of rows.slice(0, -1).entries()) {
      connection.publish(row.subject, row.payload, { headers: headersOf(row, { batch, place: index + 1 }) });
    }
    const last = rows.at(-1) as Outgoing;
    const headers = headersOf(last, { batch, place: rows.length });
    headers.set('Nats-Batch-Commit', '1');
    const reply = await connection.request(last.subject, last.payload, { headers, timeout: ACK_LIMIT_MS });
    const answer = reply.json<PubAck & { error?: { err_code: number; description: string } }>();
    if (!answer.error) return { acknowledged: rows };
    return isFull(answer.error.err_code) ? { acknowledged: [], trouble: answer.error.description } : 'one by one';
  } catch (error) {
    return { acknowledged: [], trouble: reasonOf(error) };
  }
}

async function publishInRounds(jetstream: JetStream, rows: readonly Outgoing[]): Promise<Omit<Published, 'refused'>> {
  const acknowledged: Outgoing[] = [];
  const failed = new Set<string>();
  let trouble: string | undefined;
  for (let waiting = [...rows]; waiting.length > 0;) {
    const round = firstOfEachKey(waiting).slice(0, WINDOW);
    await Promise.all(
      round.map(async (row) => {
        try {
          await jetstream.client.publish(row.subject, row.payload, { headers: headersOf(row), timeout: ACK_LIMIT_MS });
          acknowledged.push(row);
        } catch (error) {
          trouble = reasonOf(error);
          failed.add(row.key);
        }
      }),
    );
    const done = new Set(round);
    waiting = waiting.filter((row) => !done.has(row) && !failed.has(row.key));
    // When nothing of a round came through, the broker is away: the others would only wait for the same time-out.
    if (failed.size > 0 && failed.size >= round.length) break;
  }
  return { acknowledged, trouble };
}

function firstOfEachKey(rows: readonly Outgoing[]): Outgoing[] {
  const seen = new Set<string>();
  return rows.filter(({ key }) => !seen.has(key) && seen.add(key));
}

function headersOf(row: Outgoing, batch?: { batch: string; place: number }): MsgHdrs {
  const headers = natsHeaders();
  for (const [name, value] of Object.entries(row.headers)) headers.set(name, value);
  headers.set('Nats-Msg-Id', row.event_id);
  if (batch) {
    headers.set('Nats-Batch-Id', batch.batch);
    headers.set('Nats-Batch-Sequence', String(batch.place));
  }
  return headers;
}

function sizeOf(row: Outgoing): number {
  const headers = Object.entries(row.headers).reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
  return Buffer.byteLength(row.payload) + headers;
}

/** Maximum messages or bytes of the stream exceeded, or no room on the server's disk. */
function isFull(code: number): boolean {
  return [10_077, 10_047, 10_023].includes(code);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
