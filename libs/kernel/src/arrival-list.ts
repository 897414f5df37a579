/** Where an item stands in its list. Only the list writes this. */
export interface Linked<Item> {
  before?: Item | undefined;
  after?: Item | undefined;
}

/**
 * Items in the order in which they came, for those that come and go by thousands a second. Adding and removing cost the same
 * however many there are, as in a `Set`; but it lets go of what was removed. A `Set` or `Map` moves into a new table after every
 * few dozen entries, and in V8 the old table refers to the new one and still to its own entries: as soon as one of them has
 * reached the old generation, all that passes through the later ones lives until the next full collection.
 */
export class ArrivalList<Item extends Linked<Item>> implements Iterable<Item> {
  private first?: Item | undefined;
  private last?: Item | undefined;
  private length = 0;

  get size(): number {
    return this.length;
  }

  /** Puts an item that is in no list at the end. */
  add(item: Item): void {
    item.before = this.last;
    if (this.last) this.last.after = item;
    else this.first = item;
    this.last = item;
    this.length += 1;
  }

  /** @returns whether it was there */
  remove(item: Item): boolean {
    const { before, after } = item;
    if (before === undefined && this.first !== item) return false;
    if (before) before.after = after;
    else this.first = after;
    if (after) after.before = before;
    else this.last = before;
    item.before = undefined;
    item.after = undefined;
    this.length -= 1;
    return true;
  }

  /** Whoever goes through it may remove the item at hand, or add it again. */
  *[Symbol.iterator](): Iterator<Item> {
    for (let item = this.first; item !== undefined;) {
      const { after } = item;
      yield item;
      item = after;
    }
  }
}
