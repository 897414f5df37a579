import { Inject, Injectable } from '@nestjs/common';
import { isLockTimeout, type Database, type Tx } from '#libs/database';
import { Turns } from '../grouping/turns.js';
import type { OrdersSettings } from '../orders.config.js';
import { KeptLocked } from '../rules/kept-locked.js';
import { DATABASE, ORDERS_SETTINGS } from '../tokens.js';

/** The part of the connections that may be waiting for products; reads, drafts and probes keep the rest. */
const SHARE = 0.4;

/** Transactions that lock stock, and so may have to wait for whoever else has it. */
@Injectable()
export class StockTransactions {
  private readonly turns: Turns;
  private readonly locked = new KeptLocked();

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(ORDERS_SETTINGS) { databasePoolSize }: Pick<OrdersSettings, 'databasePoolSize'>,
  ) {
    this.turns = new Turns(Math.max(1, Math.floor(databasePoolSize * SHARE)));
  }

  /** Whether somebody is known to keep one of these products locked. */
  isLocked(skus: readonly string[]): boolean {
    return this.locked.has(skus);
  }

  /**
   * Runs `work`, which locks these products, in a transaction when its turn has come.
   * @throws a lock timeout; DomainError busy when one of the products is known to be locked, or too many wait
   */
  run<T>(skus: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.turns.take(() => this.transact(skus, work));
  }

  private async transact<T>(skus: readonly string[], work: (tx: Tx) => Promise<T>): Promise<T> {
    this.locked.admit(skus);
    try {
      const result = await this.database.transaction(work);
      this.locked.forget(skus);
      return result;
    } catch (error) {
      if (!isLockTimeout(error)) this.locked.forget(skus);
      else if (!isLockTimeout(error, 'idempotency_keys')) this.locked.note(await this.lockedAmong(skus));
      throw error;
    }
  }

  /** Those whose row somebody has who does not wait himself: whoever waits for one product may have locked others. */
  private async lockedAmong(skus: readonly string[]): Promise<readonly string[]> {
    if (new Set(skus).size === 1) return skus;
    const rows = await this.database.sql<{ sku: string }[]>`
      select s.sku
      from stock s
      join pg_locks l on l.locktype = 'transactionid' and l.granted and l.transactionid = s.xmax
      left join pg_stat_activity a on a.pid = l.pid
      where s.sku = any(${skus as string[]}::text[]) and cardinality(pg_blocking_pids(l.pid)) = 0
        and coalesce(a.xact_start < clock_timestamp() - interval '1 second', true)`;
    return rows.map(({ sku }) => sku);
  }
}
