import { Injectable } from '@nestjs/common';
import { Turns } from '../grouping/turns.js';

/** Lines up to which a thousand orders at a time find room in memory. */
const FEW_ITEMS = 20;
const AT_A_TIME = 4;

/**
 * The turns of orders with many lines. While one is decided and written it stands in memory as objects, as rows, as an event and
 * as an answer, which is some forty times what the client sent.
 */
@Injectable()
export class LargeOrders {
  private readonly turns = new Turns(AT_A_TIME);

  isLarge(items: number): boolean {
    return items > FEW_ITEMS;
  }

  /** Does something for an order, or for several, with so many lines: at once when they are few, else when its turn has come. */
  inTurn<T>(items: number, work: () => Promise<T>): Promise<T> {
    return this.isLarge(items) ? this.turns.take(work) : work();
  }
}
