import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, FetchBytes, FetchMessages, JsMsg } from 'nats';
import { isNoResponders } from './api-errors.js';
import type { Capabilities } from './capabilities.js';
import type { JetStream } from './link.js';
import { withConsumer } from './ephemeral-consumer.js';

/** The server counts subjects and headers of its own too. */
const OVERHEAD_BYTES = 4_096;
/** What nats.js asks for at a time when it is given a limit in bytes. Servers before 2.10 do not say that they have all come. */
const PAGE_MESSAGES = 100;
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

/** How large a page may be: a request that has no room for the next message gets none at all, so it has room for most. */
export const pageBytes = ({ maxPayload }: Capabilities): number => maxPayload + OVERHEAD_BYTES;

/**
 * The next messages of a stream behind a position, up to `PAGE_MESSAGES` and `pageBytes`; none when nothing stands behind it. A
 * message that is larger, of a time when the broker took larger ones, is a page of its own. The consumer lives for this page
 * alone, so a reader that takes its time keeps nothing open on the server.
 * @throws Error when the broker is away or does not answer
 */
export function readPage(jetstream: JetStream, stream: string, after: number): Promise<TailedMessage[]> {
  return withConsumer(jetstream, { stream, after }, async (consumer, pending) => {
    if (pending === 0) return [];
    const page = await onceKnown(() => fetchPage(consumer, { max_bytes: pageBytes(jetstream.can) }));
    if (page.length > 0) return page;
    const larger = await fetchPage(consumer, { max_messages: 1 });
    if (larger.length === 0) throw new Error(`stream ${stream} gave nothing out`);
    return larger;
  });
}

async function fetchPage(consumer: Consumer, limit: FetchMessages | FetchBytes): Promise<TailedMessage[]> {
  const page: TailedMessage[] = [];
  for await (const message of await consumer.fetch({ ...limit, expires: WITHIN_MS })) {
    page.push(new TailedMessage(message));
    if (message.info.pending === 0 || page.length === PAGE_MESSAGES) break;
  }
  return page;
}

/** In a cluster, the server that is asked may learn of a new consumer a moment after the one that made it. */
async function onceKnown<T>(ask: () => Promise<T>): Promise<T> {
  for (const deadline = performance.now() + WITHIN_MS; ; await delay(RETRY_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (!isNoResponders(error) || performance.now() > deadline) throw error;
    }
  }
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
