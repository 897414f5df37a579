import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/database';
import type { Circumstances } from '../../rules/circumstances.js';
import { forgetPerson, type Thoroughness } from '../rules/forget-person.js';
import { PersonInOrdersRepository } from './person-in-orders.repository.js';

/**
 * What one statement takes: it ends with the order that brings it to so many items. The largest orders are 0.8 MB as an event
 * each, of which a batch holds three; each is in memory several times for a moment, and other requests need some too.
 */
const BATCH = { orders: 200, items: 1_000 };
/** Before every order's id. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Takes a person out of the orders, in the caller's transaction. The events tell it to whoever keeps copies. */
@Injectable()
export class PersonInOrders {
  constructor(private readonly orders: PersonInOrdersRepository) {}

  /** @returns how many orders the customer has */
  async forget(tx: Tx, customerId: string, how: Thoroughness, by: Circumstances): Promise<number> {
    let count = 0;
    for (let after = FIRST; ;) {
      const ids = await this.orders.nextOf(tx, customerId, after, BATCH);
      const last = ids.at(-1);
      if (last === undefined) return count;
      after = last;
      const batch = await this.orders.lock(tx, ids);
      count += batch.length;
      if (!how.keepFreeText) await this.orders.removeReasons(tx, ids);
      const decisions = batch.map((order) => forgetPerson(order, how, by)).filter(({ recorded }) => recorded.length > 0);
      if (decisions.length > 0) await this.orders.save(tx, decisions);
    }
  }

  /**
   * After that the customer is found by no name that the orders have forgotten. A new order under such a name waits from here on
   * for the end of the transaction, and all that share its commit with it.
   */
  async forgetNames(tx: Tx, customerId: string): Promise<void> {
    await this.orders.removeNames(tx, customerId);
  }
}
