import type { Tx } from '#libs/database';
import type { BatchConsumer, ConsumedEvent, EventConsumer } from '#libs/messaging';

interface Body {
  readonly metadata?: { readonly poison?: boolean };
}

/** The table of effects. Nothing in it would refuse a second effect of the same event: that is the kit's task. */
export const EFFECTS = `create table if not exists effects (
  consumer text not null, event_id uuid not null, key uuid not null, sequence int not null, subject text not null,
  at timestamptz not null default clock_timestamp(), n bigint generated always as identity)`;

/** Notes each event of a stream, in the order in which they were handled. Orders that say `poison` cannot be handled. */
export class NoteEffectWhenAnythingHappened implements EventConsumer<Body> {
  readonly name: string;

  constructor(readonly stream: string) {
    this.name = consumerOf(stream);
  }

  async handle(tx: Tx, { eventId, key, sequence, subject, body }: ConsumedEvent<Body>): Promise<void> {
    await tx`insert into effects (consumer, event_id, key, sequence, subject)
      values (${this.name}, ${eventId}, ${key}, ${sequence}, ${subject})`;
    if (body.metadata?.poison) throw new Error('poison');
  }
}

/** The same for many events at a time: the kit has a way of its own for them. */
class NoteEffectsWhenAnythingHappened extends NoteEffectWhenAnythingHappened implements BatchConsumer<Body> {
  async handleMany(tx: Tx, events: readonly ConsumedEvent<Body>[]): Promise<void> {
    for (const event of events) await this.handle(tx, event);
  }
}

/** The streams whose events are counted, each by a consumer of its own. */
export const CONSUMED = ['orders', 'inventory'] as const;

/** One for each stream: orders are taken many at a time, stock one by one. */
export const noters = (): readonly EventConsumer<Body>[] => [
  new NoteEffectsWhenAnythingHappened('orders'),
  new NoteEffectWhenAnythingHappened('inventory'),
];

export const consumerOf = (stream: string): string => `note-effect-when-${stream}-changed`;
