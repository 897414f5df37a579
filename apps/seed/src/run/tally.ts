import type { Refused } from '../api/errors.js';

/** What a run did, to be told at its end. */
export class Tally {
  products = { made: 0, found: 0 };
  customers = { made: 0, found: 0 };
  orders = { made: 0, found: 0 };
  moves = { made: 0, found: 0 };
  deliveries = { made: 0, found: 0 };
  /** Of steps that no longer fit, since somebody else has changed the order meanwhile. */
  refused: Refused[] = [];

  /** Whether the run added anything to what was there. */
  get changed(): boolean {
    const { products, customers, orders, moves, deliveries } = this;
    return [products, customers, orders, moves, deliveries].some(({ made }) => made > 0);
  }
}
