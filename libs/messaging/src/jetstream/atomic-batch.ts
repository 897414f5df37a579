import type { PubAck } from 'nats';
import { newId } from '#libs/kernel';
import type { JetStream } from './link.js';
import { headersOf, type Outgoing } from './outgoing.js';
import { ACK_LIMIT_MS, reasonOf, type StreamOutcome } from './publish-outcome.js';
import { unlessLost } from './unless-lost.js';

/** The server's own limit for a batch (ADR-50). */
export const MAX_BATCH = 1_000;

/**
 * Publishes rows as one batch of ADR-50: every message carries the batch and its place in it, the last one commits, and the
 * stream stores all of them or none.
 * @returns 'refused' when the server would not take this batch as a batch: an id in it is known to the stream, one of the
 * messages is at fault, or the account has no room for all of them. Sent one by one, each row gets an answer of its own
 */
export async function publishAtomically(
  { connection, lost }: Pick<JetStream, 'connection' | 'lost'>,
  rows: readonly Outgoing[],
): Promise<StreamOutcome | 'refused'> {
  const batch = newId();
  try {
    for (const [index, row] of rows.slice(0, -1).entries()) {
      connection.publish(row.subject, row.payload, { headers: headersOf(row, placeIn(batch, index + 1)) });
    }
    const last = rows.at(-1) as Outgoing;
    const headers = headersOf(last, { ...placeIn(batch, rows.length), 'Nats-Batch-Commit': '1' });
    const reply = await unlessLost(lost, connection.request(last.subject, last.payload, { headers, timeout: ACK_LIMIT_MS }));
    const { error } = reply.json<PubAck & { error?: { code: number; err_code: number; description: string } }>();
    if (!error) return { acknowledged: rows, refused: [] };
    return isUnavailable(error.code) ? { acknowledged: [], refused: [], trouble: error.description } : 'refused';
  } catch (error) {
    return { acknowledged: [], refused: [], trouble: reasonOf(error) };
  }
}

function placeIn(batch: string, place: number) {
  return { 'Nats-Batch-Id': batch, 'Nats-Batch-Sequence': String(place) };
}

/** The stream is full or without a leader, the disk out of room: JetStream answers with the codes of HTTP. */
function isUnavailable(code: number): boolean {
  return code >= 500;
}
