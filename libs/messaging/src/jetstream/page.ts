import { setTimeout as delay } from 'node:timers/promises';
import type { JsMsg } from 'nats';
import { isNoResponders } from './api-errors.js';
import type { Capabilities } from './capabilities.js';
import type { JetStream } from './link.js';
import { withConsumer } from './ephemeral-consumer.js';

/** The server counts subjects and headers of its own too. */
const OVERHEAD_BYTES = 4_096;
const WITHIN_MS = 2_000;
const RETRY_MS = 50;

/** A message of a stream as a reader sees it who keeps no position of its own in NATS. */
export class TailedMessage {
  constructor(private readonly message: JsMsg) {}

  get streamSequence(): number {
    return this.message.seq;
  }

  get subject(): string {
    return this.message.subject;
  }

  get bytes(): number {
    return this.message.data.length;
  }

  /** Decoded anew each time, so that a page holds no second copy of it. */
  get body(): string {
    return this.message.string();
  }
}

/** How large a page may be: a request that has no room for the next message gets none at all, so it has room for the largest. */
export const pageBytes = ({ maxPayload }: Capabilities): number => maxPayload + OVERHEAD_BYTES;

/**
 * The next messages of a stream behind a position, up to 100 and `pageBytes`; none when nothing stands behind it. The
 * consumer lives for this page alone, so a reader that takes its time keeps nothing open on the server.
 * @throws Error when the broker is away or does not answer
 */
export async function readPage(jetstream: JetStream, stream: string, after: number): Promise<TailedMessage[]> {
  for (const deadline = performance.now() + WITHIN_MS; ; await delay(RETRY_MS)) {
    try {
      return await fetchPage(jetstream, stream, after);
    } catch (error) {
      // In a cluster a server may know of the new consumer a moment later than the one that made it.
      if (!isNoResponders(error) || performance.now() > deadline) throw error;
    }
  }
}

function fetchPage(jetstream: JetStream, stream: string, after: number): Promise<TailedMessage[]> {
  return withConsumer(jetstream, { stream, after }, async (consumer, pending) => {
    const page: TailedMessage[] = [];
    if (pending === 0) return page;
    for await (const message of await consumer.fetch({ max_bytes: pageBytes(jetstream.can), expires: WITHIN_MS })) {
      page.push(new TailedMessage(message));
      if (message.info.pending === 0) break;
    }
    if (page.length === 0) throw new Error(`stream ${stream} gave nothing out`);
    return page;
  });
}

/** Every message that a stream holds, from the first to the last. */
export async function readAll(jetstream: JetStream, stream: string): Promise<TailedMessage[]> {
  const found: TailedMessage[] = [];
  for (let after = 0; ; after = found.at(-1)?.streamSequence ?? 0) {
    const page = await readPage(jetstream, stream, after);
    if (page.length === 0) return found;
    found.push(...page);
  }
}
