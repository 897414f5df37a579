import { AckPolicy, DeliverPolicy, nanos, type Consumer } from 'nats';
import type { JetStream } from './link.js';

/** The server removes a consumer by itself that nobody has asked for this long, should the word to do so not reach it. */
const INACTIVE_MS = 10_000;

/** Has the stream given out behind a position by a consumer that lives in memory, and removes it afterwards. */
export async function withConsumer<T>(
  { client, manager }: JetStream,
  { stream, after }: { readonly stream: string; readonly after: number },
  use: (consumer: Consumer, pending: number) => Promise<T>,
): Promise<T> {
  const info = await manager.consumers.add(stream, {
    ack_policy: AckPolicy.None,
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: after + 1,
    inactive_threshold: nanos(INACTIVE_MS),
    mem_storage: true,
    num_replicas: 1,
  });
  try {
    return await use(client.consumers.getPullConsumerFor(info), info.num_pending);
  } finally {
    // Nobody waits for it: a broker that is away forgets the consumer too.
    void manager.consumers.delete(stream, info.name).catch(() => undefined);
  }
}
