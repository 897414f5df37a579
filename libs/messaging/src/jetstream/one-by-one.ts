import { blamesMessage } from './api-errors.js';
import type { JetStream } from './link.js';
import { headersOf, type Outgoing } from './outgoing.js';
import { ACK_LIMIT_MS, reasonOf, type Refusal, type StreamOutcome } from './publish-outcome.js';
import { unlessLost } from './unless-lost.js';

/** Publishes in flight at once, each of another order. */
const WINDOW = 256;
/**
 * No further round is begun after this time. What is acknowledged leaves the outbox only after the last round: with a slow broker
 * a crash would otherwise repeat more and older events, and the relay's transaction would hold up vacuum all the while.
 */
const ROUNDS_LIMIT_MS = 3_000;

/** Publishes rows in rounds with one event of each order in flight, so that none overtakes an earlier one of its order. */
export async function publishOneByOne(
  { client, lost }: Pick<JetStream, 'client' | 'lost'>,
  rows: readonly Outgoing[],
): Promise<StreamOutcome> {
  const acknowledged: Outgoing[] = [];
  const refused: Refusal[] = [];
  const stuck = new Set<string>();
  let trouble: string | undefined;
  const send = async (row: Outgoing): Promise<void> => {
    try {
      const options = { headers: headersOf(row), timeout: ACK_LIMIT_MS };
      await unlessLost(lost, client.publish(row.subject, row.payload, options));
      acknowledged.push(row);
    } catch (error) {
      stuck.add(row.key);
      if (blamesMessage(error)) refused.push({ row, reason: reasonOf(error) });
      else trouble = reasonOf(error);
    }
  };
  const end = performance.now() + ROUNDS_LIMIT_MS;
  let waiting = rows;
  while (waiting.length > 0 && performance.now() < end) {
    const round = firstOfEachKey(waiting).slice(0, WINDOW);
    const before = acknowledged.length;
    await Promise.all(round.map(send));
    // When nothing of a round came through, the others would only wait for the same time-out.
    if (trouble !== undefined && acknowledged.length === before) break;
    const sent = new Set(round);
    waiting = waiting.filter((row) => !sent.has(row) && !stuck.has(row.key));
  }
  return { acknowledged, refused, trouble };
}

function firstOfEachKey(rows: readonly Outgoing[]): Outgoing[] {
  const seen = new Set<string>();
  return rows.filter(({ key }) => !seen.has(key) && seen.add(key));
}
