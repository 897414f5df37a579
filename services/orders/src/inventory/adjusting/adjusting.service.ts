import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/database';
import { activeTraceparent, Relay } from '#libs/messaging';
import type { Answer, IdempotentRequest } from '../../idempotency/idempotency.js';
import { IdempotencyRepository } from '../../idempotency/idempotency.repository.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { presentLevel } from '../product.presenter.js';
import { ProductNotFound } from '../rules/product.errors.js';
import { StockLedger } from '../rules/stock-ledger.js';
import { adjusting, type StockLevel } from '../rules/stock.js';
import { StockRepository } from '../stock.repository.js';
import { StockTransactions } from '../stock-transactions.js';
import type { AdjustStock } from './adjust-stock.dto.js';

/** Stock that was received, counted, broken or lost: it changes by hand, under the lock that sales take too. */
@Injectable()
export class AdjustingService {
  constructor(
    private readonly transactions: StockTransactions,
    private readonly stock: StockRepository,
    private readonly idempotency: IdempotencyRepository,
    private readonly relay: Relay,
  ) {}

  /**
   * Changes what is on hand and answers the level with the change. A count that agrees changes nothing.
   * @throws ProductNotFound, InsufficientStock when fewer were left than orders hold, IdempotencyKeyReused
   */
  async adjust(sku: string, command: AdjustStock, by: Circumstances, request?: IdempotentRequest): Promise<Answer> {
    const answer = await this.transactions.run([sku], async (tx) => {
      // Before the key, as orders do: of two requests with one key, each would else have what the other waits for.
      const [before] = await this.stock.lock(tx, [sku]);
      return this.idempotency.once(tx, request, () => this.adjustIn(tx, before, command, by));
    });
    this.relay.wake();
    return answer;
  }

  private async adjustIn(tx: Tx, before: StockLevel | undefined, command: AdjustStock, by: Circumstances): Promise<Answer> {
    if (!before) throw new ProductNotFound();
    const { sku } = before;
    const { adjustment, reason, document } = command;
    const change = 'change' in adjustment ? adjustment.change : adjustment.onHand - before.onHand;
    const ledger = new StockLedger([before]);
    const cause = { actor: by.actor, at: by.now, reason, document, traceparent: activeTraceparent() };
    if (change !== 0) ledger.book([adjusting(sku, change)], cause);
    await this.stock.write(tx, ledger);
    const level = ledger.levelOf(sku) ?? before;
    const movement = change === 0 ? null : level.lastMovement;
    return { status: 200, headers: {}, body: JSON.stringify({ sku, ...presentLevel(level), movement, change }) };
  }
}
