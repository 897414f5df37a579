import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/database';
import { activeTraceparent, Relay } from '#libs/messaging';
import type { Answer, IdempotentRequest } from '../../idempotency/idempotency.js';
import { IdempotencyRepository } from '../../idempotency/idempotency.repository.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { presentLevel } from '../product.presenter.js';
import { ProductNotFound } from '../rules/product.errors.js';
import { StockLedger } from '../rules/stock-ledger.js';
import { adjusting } from '../rules/stock.js';
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
    const act = (tx: Tx) => this.adjustIn(tx, sku, command, by);
    const answer = await this.transactions.run([sku], (tx) => this.idempotency.once(tx, request, () => act(tx)));
    this.relay.wake();
    return answer;
  }

  private async adjustIn(tx: Tx, sku: string, command: AdjustStock, by: Circumstances): Promise<Answer> {
    const [before] = await this.stock.lock(tx, [sku]);
    if (!before) throw new ProductNotFound();
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
