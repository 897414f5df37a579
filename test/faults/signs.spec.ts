import { describe, expect, it } from '@jest/globals';
import { Random } from '#libs/kernel';
import type { JetStreamLink } from '#libs/messaging';
import { type Disorder, disorderIn } from '../../faults/consumer/disorder.js';
import { shuffled } from '../../faults/consumer/shuffled.js';
import { NotInjected, signOf, type Scene } from '../../faults/kinds/fault.js';
import { linkOf } from '../../faults/kinds/links.js';

describe('the sign of a fault', () => {
  it('tells every figure with its unit', () => {
    expect(signOf({ 'events waited': 12, 'connections reset': 3 })).toEqual({ sign: '12 events waited, 3 connections reset' });
  });

  it('says that the fault did not come about when one of them is zero', () => {
    expect(() => signOf({ 'events waited': 12, 'connections reset': 0 })).toThrow(NotInjected);
  });
});

describe('the link that is struck', () => {
  const scene = (target: string, open: Record<string, number>) => {
    const links = Object.entries(open).map(([name, count]) => ({ name, proxy: { open: count } }));
    return { target, system: { links } } as unknown as Scene;
  };

  it('is the one of several brokers over which the program is connected', async () => {
    const links = { 'orders-1→nats-1': 0, 'orders-1→nats-2': 1, 'orders-2→nats-3': 1, 'orders-1→postgres': 8 };
    expect((await linkOf(scene('orders-1→nats', links))).name).toBe('orders-1→nats-2');
    expect((await linkOf(scene('orders-1→postgres', links))).name).toBe('orders-1→postgres');
  });
});

describe('the shuffler of deliveries', () => {
  /** A link of which every consumer gets these, and no other end is needed. */
  const linkThatDelivers = (seqs: number[]) => {
    const messages = { async *[Symbol.asyncIterator]() { for (const seq of seqs) yield { seq }; } };
    const consumer = { consume: () => Promise.resolve(messages) };
    return { current: { client: { consumers: { get: () => Promise.resolve(consumer) } } } } as unknown as JetStreamLink;
  };

  it('gives each at least once, some out of order and some twice, and tells how many', async () => {
    const seqs = Array.from({ length: 30 }, (_, index) => index + 1);
    const told: Disorder[] = [];
    const link = shuffled(linkThatDelivers(seqs), new Random('7'), (more) => void told.push(more));
    const consumer = await link.current?.client.consumers.get('orders', 'one');
    const given: number[] = [];
    for await (const { seq } of (await consumer?.consume()) ?? []) given.push(seq);
    const sum = (figure: keyof Disorder) => told.reduce((total, more) => total + more[figure], 0);
    expect([...new Set(given)].sort((a, b) => a - b)).toEqual(seqs);
    expect(sum('twice')).toBe(given.length - seqs.length);
    expect([sum('twice'), sum('outOfOrder')].every((figure) => figure > 0)).toBe(true);
  });

  it('is heard by the lines that it prints', () => {
    expect(disorderIn(['consuming', 'out of order 5, twice 2', 'out of order 1, twice 0'])).toEqual({ outOfOrder: 6, twice: 2 });
    expect(disorderIn([])).toEqual({ outOfOrder: 0, twice: 0 });
  });
});
