import { describe, expect, it } from '@jest/globals';
import { ArrivalList, type Linked } from './arrival-list.js';

interface Guest extends Linked<Guest> {
  readonly name: string;
}

function setup(...names: string[]) {
  const list = new ArrivalList<Guest>();
  const guests = names.map((name): Guest => ({ name }));
  guests.forEach((guest) => list.add(guest));
  const remaining = (): string[] => [...list].map(({ name }) => name);
  return { list, guests: guests as [Guest, Guest, Guest], remaining };
}

describe('a list of arrivals', () => {
  it('gives its items in the order in which they came', () => {
    const { list, remaining } = setup('a', 'b', 'c');
    expect(remaining()).toEqual(['a', 'b', 'c']);
    expect(list.size).toBe(3);
  });

  it.each([
    [0, ['b', 'c']],
    [1, ['a', 'c']],
    [2, ['a', 'b']],
  ])('removes the item at %i', (index, left) => {
    const { list, guests, remaining } = setup('a', 'b', 'c');
    const guest = guests[index] as Guest;
    expect(list.remove(guest)).toBe(true);
    expect(remaining()).toEqual(left);
    expect(list.size).toBe(2);
    expect(list.remove(guest)).toBe(false);
    expect(list.size).toBe(2);
  });

  it('is empty when the last one is removed, and may be used again', () => {
    const { list, guests, remaining } = setup('a', 'b', 'c');
    guests.forEach((guest) => list.remove(guest));
    expect(remaining()).toEqual([]);
    list.add(guests[1]);
    expect(remaining()).toEqual(['b']);
  });

  it('refers from what was removed to nothing that is still there', () => {
    const { list, guests } = setup('a', 'b', 'c');
    const [, second] = guests;
    list.remove(second);
    expect(second).toEqual({ name: 'b', before: undefined, after: undefined });
  });

  it('lets whoever goes through it remove the item at hand, or put it at the end', () => {
    const { list, remaining } = setup('a', 'b', 'c');
    for (const guest of list) {
      list.remove(guest);
      if (guest.name === 'a') list.add(guest);
    }
    expect(remaining()).toEqual(['a']);
  });
});
