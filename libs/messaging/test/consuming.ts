import { expect } from '@jest/globals';
import type { Tx } from '#libs/database';
import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { ConsumerRunner, Relay, type ConsumedEvent, type EventConsumer, type RunnerOptions } from '../src/index.js';
import { anEvent, setup, type Bench } from './setup.js';

export interface Body {
  readonly order_id: string;
  readonly sequence: number;
}

/** A bench with a running relay, a table of effects and consumers that write it. */
export interface Consuming extends Bench {
  run(consumer: EventConsumer<Body>, options?: RunnerOptions): ConsumerRunner<Body>;
  /** The sequences whose effect was committed, in the order in which they were handled. */
  effects(key?: string): Promise<number[]>;
  effectsBecome(wanted: number[], key?: string): Promise<unknown>;
  /** Publishes straight to the stream, as a broker that delivers twice or out of order would show it. */
  publish(key: string, sequence: number, message?: ReturnType<typeof anEvent>): Promise<void>;
}

export class NoteEffectWhenAnythingHappened implements EventConsumer<Body> {
  /** Throws for these sequences of any order. */
  poison = new Set<number>();

  constructor(
    readonly name = 'note-effect-when-anything-happened',
    readonly stream = 'orders',
  ) {}

  async handle(tx: Tx, { key, sequence }: ConsumedEvent<Body>): Promise<void> {
    await tx`insert into effects (consumer, key, sequence) values (${this.name}, ${key}, ${sequence})`;
    if (this.poison.has(sequence)) throw new Error('cannot be handled');
  }
}

/** The same effects, many in one statement. */
export class NoteEffectsTogether extends NoteEffectWhenAnythingHappened {
  async handleMany(tx: Tx, events: readonly ConsumedEvent<Body>[]): Promise<void> {
    for (const event of events) await this.handle(tx, event);
  }
}

export async function startConsuming(options?: Parameters<typeof setup>[0]): Promise<Consuming> {
  const bench = await setup(options);
  const { database, link } = bench;
  await database.sql`create table effects (consumer text, key uuid, sequence int, n bigint generated always as identity)`;
  const runners: ConsumerRunner<Body>[] = [];
  const relay = new Relay(database, link, { pollMs: 20 });
  relay.start();
  const effects = async (key?: string): Promise<number[]> => {
    const rows = await database.sql`select sequence from effects where key = coalesce(${key ?? null}, key) order by n`;
    return rows.map(({ sequence }) => sequence as number);
  };
  return {
    ...bench,
    effects,
    effectsBecome: (wanted, key) =>
      eventually(async () => expect(await effects(key)).toEqual(wanted), { within: 15_000 }),
    run: (consumer, wishes = {}) => {
      const runner = new ConsumerRunner(database, link, consumer, { retryDelayMs: 50, maxTries: 3, ...wishes });
      runners.push(runner);
      runner.start();
      return runner;
    },
    publish: async (key, sequence, message = anEvent(key, sequence)) => {
      await link.current?.client.publish(message.subject, message.payload, { msgID: newId() });
    },
    close: async () => {
      await Promise.all(runners.map((runner) => runner.stop()));
      await relay.stop();
      await bench.close();
    },
  };
}
