import { Injectable } from '@nestjs/common';
import type { Tx } from '#libs/database';
import { activeTraceparent, Relay } from '#libs/messaging';
import { assertMatches } from '../../http/preconditions.js';
import type { Answer, IdempotentRequest } from '../../idempotency/idempotency.js';
import { IdempotencyRepository } from '../../idempotency/idempotency.repository.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { etagOfProduct, presentProduct, sinceItsStock } from '../product.presenter.js';
import { ProductsRepository } from '../products.repository.js';
import { changeProduct, type ChangeProduct } from '../rules/change-product.js';
import { ProductInUse, ProductNotFound } from '../rules/product.errors.js';
import type { StockedProduct } from '../rules/product.js';
import { StockLedger } from '../rules/stock-ledger.js';
import { adjusting } from '../rules/stock.js';
import { StockRepository } from '../stock.repository.js';
import { StockTransactions } from '../stock-transactions.js';

export interface ProductRequest {
  readonly sku: string;
  /** The `If-Match` header. */
  readonly ifMatch?: string;
  readonly idempotent?: IdempotentRequest;
}

/** Products that are there already. Every change is made under the lock of their stock, so that sales see it wholly or not. */
@Injectable()
export class ProductChangingService {
  constructor(
    private readonly transactions: StockTransactions,
    private readonly products: ProductsRepository,
    private readonly stock: StockRepository,
    private readonly idempotency: IdempotencyRepository,
    private readonly relay: Relay,
  ) {}

  /** @throws ProductNotFound, PreconditionFailed, IdempotencyKeyReused, and what `changeProduct` throws */
  change(request: ProductRequest, command: ChangeProduct, by: Circumstances): Promise<Answer> {
    return this.transactions.run([request.sku], async (tx) => {
      // Before the key, as orders do: of two requests with one key, each would else have what the other waits for.
      await this.stock.lock(tx, [request.sku]);
      return this.idempotency.once(tx, request.idempotent, async () => {
        const before = await this.find(tx, request);
        const after = changeProduct(before, command, by);
        if (after !== before) await this.products.save(tx, after);
        return changedAnswer(after);
      });
    });
  }

  /**
   * Deletes a product that no order ever knew. What stands on its shelf is booked off first, so that whoever follows the
   * events sees it go.
   * @throws ProductNotFound, PreconditionFailed, ProductInUse
   */
  async delete(request: ProductRequest, by: Circumstances): Promise<void> {
    const { sku } = request;
    await this.transactions.run([sku], async (tx) => {
      await this.stock.lock(tx, [sku]);
      const { level } = await this.find(tx, request);
      if (await this.products.isInUse(tx, sku)) throw new ProductInUse(sku);
      const ledger = new StockLedger([level]);
      const cause = { actor: by.actor, at: by.now, reason: 'product deleted', traceparent: activeTraceparent() };
      if (level.onHand > 0) ledger.book([adjusting(sku, -level.onHand)], cause);
      await this.stock.write(tx, ledger);
      await this.products.remove(tx, sku);
    });
    this.relay.wake();
  }

  /** The product with its stock, whose row this transaction has locked: nobody changes either of them until it ends. */
  private async find(tx: Tx, { sku, ifMatch }: ProductRequest): Promise<StockedProduct> {
    const found = await this.products.find(sku, tx);
    if (!found) throw new ProductNotFound();
    assertMatches(sinceItsStock(ifMatch, found), etagOfProduct(found.product, found.level));
    return found;
  }
}

function changedAnswer(changed: StockedProduct): Answer {
  const { product, level } = changed;
  return { status: 200, headers: { etag: etagOfProduct(product, level) }, body: JSON.stringify(presentProduct(changed)) };
}
