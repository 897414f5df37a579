import { Inject, Injectable } from '@nestjs/common';
import { isLockTimeout } from '#libs/database';
import type { OrdersSettings } from '../orders.config.js';
import { KeptLocked } from '../rules/kept-locked.js';
import { ORDERS_SETTINGS } from '../tokens.js';
import { Turns } from './turns.js';

/** The part of the connections that may be waiting for orders and customers; everything else keeps the rest. */
const SHARE = 0.2;

/** Work that may have to wait for whoever else is at the same order or customer. */
@Injectable()
export class LockTurns {
  private readonly turns: Turns;
  private readonly locked = new KeptLocked();

  constructor(@Inject(ORDERS_SETTINGS) { databasePoolSize }: Pick<OrdersSettings, 'databasePoolSize'>) {
    this.turns = new Turns(Math.max(1, Math.floor(databasePoolSize * SHARE)));
  }

  /**
   * Runs `work`, which locks the order or customer with this id, when its turn has come.
   * @throws what the work throws; DomainError busy when the row is known to be kept locked, or too many wait
   */
  run<T>(id: string, work: () => Promise<T>): Promise<T> {
    return this.turns.take(async () => {
      this.locked.admit([id]);
      try {
        const result = await work();
        this.locked.forget([id]);
        return result;
      } catch (error) {
        if (!isLockTimeout(error)) this.locked.forget([id]);
        else if (!isLockTimeout(error, 'idempotency_keys')) this.locked.note([id]);
        throw error;
      }
    });
  }
}
