import type { Tx } from '#libs/database';
import type { EventScope } from './event-scope.js';

/** An event as a consumer gets it, with what it is about: the key is also the scope of its order. */
export interface ConsumedEvent<Body> extends EventScope {
  readonly eventId: string;
  readonly subject: string;
  readonly body: Body;
  readonly headers: Readonly<Record<string, string>>;
  /** When the stream stored it. */
  readonly publishedAt: Date;
  /**
   * A later event of the key was handled before. It happens to consumers that see only some subjects, when two instances
   * were active for a moment, and to those that begin midway. What keeps a copy of the latest state leaves such an event alone.
   */
  readonly late?: boolean;
}

/**
 * What a service does when something happened. Name the class and the durable after the sentence:
 * `record-daily-sales-when-order-changed`.
 */
export interface EventConsumer<Body = unknown> {
  /** The durable consumer in NATS and the owner of its inbox rows; letters, digits, `-` and `_`. Never rename it lightly. */
  readonly name: string;
  readonly stream: string;
  /** Subjects of interest, without wildcards; all of the stream when left out. */
  readonly subjects?: readonly string[];
  /**
   * `contiguous` waits for a missing event of a key and needs all subjects of such keys; `monotonic` cannot know of one, and
   * only waits for those that failed, for consumers of some subjects. Default: `contiguous`, or `monotonic` where `subjects` are
   * given. Events whose numbers have gaps (`stock_held` and its kin) are `monotonic` in any case.
   */
  readonly ordering?: 'contiguous' | 'monotonic';
  /** Whether a key may be met in the middle of its life, because the stream no longer has its beginning. */
  readonly startsMidway?: boolean;
  /** Says what is wrong with a body; nothing is wrong with a right one. Wrong ones are dead at once. */
  readonly validate?: (subject: string, body: unknown) => readonly string[];
  /**
   * The effect. All of it goes through `tx`: it is committed together with the note that the event was handled, or not at
   * all. Throwing means: again later, and after some tries the event is set aside with its key.
   */
  handle(tx: Tx, event: ConsumedEvent<Body>): Promise<void>;
}

/**
 * A consumer that can put the effects of many events into one statement. It has to be `contiguous`.
 * `handle` stays the way for an event of a batch that failed, and for events that an operator releases.
 */
export interface BatchConsumer<Body = unknown> extends EventConsumer<Body> {
  /** The effects of these events, those of one key in their order; otherwise as `handle`. */
  handleMany(tx: Tx, events: readonly ConsumedEvent<Body>[]): Promise<void>;
}

export function isBatchConsumer<Body>(consumer: EventConsumer<Body>): consumer is BatchConsumer<Body> {
  return 'handleMany' in consumer && orderingOf(consumer) === 'contiguous';
}

export function orderingOf({ ordering, subjects }: Pick<EventConsumer, 'ordering' | 'subjects'>): 'contiguous' | 'monotonic' {
  return ordering ?? (subjects ? 'monotonic' : 'contiguous');
}

/** What became of a delivery. `forgotten`: so old that the inbox no longer knows it, and before what was handled since. */
export type Outcome = 'handled' | 'duplicate' | 'forgotten' | 'parked';

/** An earlier event of the key has not been handled yet. */
export class SequenceGap extends Error {
  override readonly name = 'SequenceGap';

  constructor(
    readonly expected: number,
    readonly sequence: number,
  ) {
    super(`event ${expected} of this key is missing before ${sequence}`);
  }
}

/** The message is no event that could ever be handled. */
export class InvalidEvent extends Error {
  override readonly name = 'InvalidEvent';
}
