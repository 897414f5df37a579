import { Inject, Injectable } from '@nestjs/common';
import type { Database, Tx } from '#libs/database';
import { DomainError } from '#libs/kernel';
import { Grouping } from '../grouping/grouping.js';
import { LockTurns } from '../grouping/lock-turns.js';
import { togetherOrAlone } from '../grouping/together-or-alone.js';
import { StockLedger } from '../inventory/rules/stock-ledger.js';
import type { Cause } from '../inventory/rules/stock.js';
import { StockRepository } from '../inventory/stock.repository.js';
import { StockTransactions } from '../inventory/stock-transactions.js';
import { DATABASE } from '../tokens.js';
import { OrdersRepository, type Write } from './orders.repository.js';
import type { Decision, Order } from './rules/order.js';
import { matchWithStock, skusMoved, stockMoves } from './rules/stock-of-order.js';

/** What became of the new orders of a batch, by their ids. One that is in neither had an idempotency key that was taken. */
export interface Outcomes {
  readonly inserted: ReadonlySet<string>;
  readonly refused: ReadonlyMap<string, DomainError>;
}

/** Changes that wait are few: each client has its order's answer to wait for. */
const SAVES = { maxGroup: 64, lanes: 2, maxWaiting: 1_000, keyOf: ({ decision }: Write) => decision.order.id };

const NOTHING: Outcomes = { inserted: new Set(), refused: new Map() };

/** Whether a new order is to be promised goods, and so needs the locks of their stock. */
export function asksForStock(write: Write): boolean {
  return skusOf(write).length > 0;
}

function skusOf({ decision }: Write): readonly string[] {
  return skusMoved(undefined, decision.order);
}

/**
 * Commits decided orders together with the stock that they move. What moves none is one statement; the rest is one
 * transaction that locks the stock first, so that the decision about it stands when the orders are written.
 */
@Injectable()
export class OrderCommits {
  private readonly saves = new Grouping<Write, boolean>(SAVES, (group) =>
    togetherOrAlone(group, (writes) => this.saveTogether(writes)),
  );

  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly orders: OrdersRepository,
    private readonly stock: StockRepository,
    private readonly transactions: StockTransactions,
    private readonly lockTurns: LockTurns,
  ) {}

  /** Whether a new order wants goods that somebody is known to keep locked. */
  isHeldUp(write: Write): boolean {
    return this.transactions.isLocked(skusOf(write));
  }

  /**
   * Inserts new orders in one commit. An order that the stock does not allow is refused; the others are written, or with
   * `wholly` none of them.
   * @throws what `OrdersRepository.insert` throws; then nothing was written
   */
  async insert(batch: readonly Write[], { wholly = false } = {}): Promise<Outcomes> {
    if (batch.length === 0) return NOTHING;
    if (!batch.some(asksForStock)) return { ...NOTHING, inserted: await this.orders.insert(this.database.sql, batch) };
    try {
      return await this.transactions.run(batch.flatMap(skusOf), (tx) => this.insertHolding(tx, batch, wholly));
    } catch (error) {
      if (!(error instanceof KeysTaken)) throw error;
      return this.insert(
        batch.filter(({ decision }) => error.others.has(decision.order.id)),
        { wholly },
      );
    }
  }

  /**
   * Saves a changed order and moves the stock that the change asks for. Changes that move none share commits.
   * @param before the order as it was read
   * @param patient waits for whoever is changing the order at this moment, where others would only be held up with it
   * @returns false when somebody changed the order since: read again and decide again
   * @throws InsufficientStock, ProductArchived, StockInconsistent, and what `OrdersRepository.save` throws
   */
  async save(before: Order, write: Write, { patient = false } = {}): Promise<boolean> {
    const { id } = before;
    const skus = skusMoved(before, write.decision.order, write.decision.restock);
    if (skus.length === 0) return patient ? this.saveInTurn(write) : this.saves.add(write);
    return this.transactions.run(skus, async (tx) => {
      const ledger = new StockLedger(await this.stock.lock(tx, skus));
      const booked = book(ledger, before, write);
      if (booked instanceof DomainError) {
        if (await this.orders.isUnchanged(tx, before)) throw booked;
        return false;
      }
      const saved = await this.orders.save(tx, [booked]);
      if (saved.has(id)) await this.stock.write(tx, ledger);
      return saved.has(id);
    });
  }

  /** Deletes an order that holds no stock. @returns false as `save` does */
  remove(decision: Decision): Promise<boolean> {
    return this.lockTurns.run(decision.order.id, () => this.orders.remove(decision));
  }

  private saveInTurn(write: Write): Promise<boolean> {
    const { id } = write.decision.order;
    return this.lockTurns.run(id, async () => (await this.orders.save(this.database.sql, [write])).has(id));
  }

  private async saveTogether(group: readonly Write[]): Promise<PromiseSettledResult<boolean>[]> {
    const saved = await this.orders.save(this.database.sql, group, { skipLocked: true });
    return group.map(({ decision }) => ({ status: 'fulfilled', value: saved.has(decision.order.id) }));
  }

  private async insertHolding(tx: Tx, batch: readonly Write[], wholly: boolean): Promise<Outcomes> {
    const ledger = new StockLedger(await this.stock.lock(tx, batch.flatMap(skusOf)));
    const results = batch.map((write) => ({ id: write.decision.order.id, result: book(ledger, undefined, write) }));
    const refused = new Map(results.flatMap(({ id, result }) => (result instanceof DomainError ? [[id, result]] : [])));
    const accepted = results.flatMap(({ result }) => (result instanceof DomainError ? [] : [result]));
    if (accepted.length === 0 || (wholly && refused.size > 0)) return { ...NOTHING, refused };
    // Sent one behind the other without waiting: the session runs them in turn.
    const [inserted] = await Promise.all([this.orders.insert(tx, accepted), this.stock.write(tx, ledger)]);
    if (inserted.size < accepted.length) throw new KeysTaken(new Set([...inserted, ...refused.keys()]));
    return { inserted, refused };
  }
}

/** Some keys were taken, but stock is booked for their orders already: all is rolled back, and the `others` are tried again. */
class KeysTaken extends Error {
  constructor(readonly others: ReadonlySet<string>) {
    super('an idempotency key was taken by another request');
  }
}

/** Books what an order moves. @returns the write with its lines matched, or why the stock does not allow it */
function book(ledger: StockLedger, before: Order | undefined, write: Write): Write | DomainError {
  const { decision } = write;
  const order = matchWithStock(before, decision.order, (sku) => ledger.levelOf(sku)?.tracked === true);
  try {
    ledger.book(stockMoves(before, order, decision.restock), causeOf(write));
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  return { ...write, decision: { ...decision, order } };
}

/** The order's newest change, which is the one that moved the goods. */
function causeOf({ decision: { order, recorded }, traceparent }: Write): Cause {
  const last = recorded.at(-1);
  return {
    actor: last?.actor ?? 'api',
    at: last?.at ?? order.updatedAt,
    reason: last?.reason,
    orderId: order.id,
    orderSequence: order.lastSequence,
    traceparent,
  };
}
