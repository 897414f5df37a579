import { DomainError } from '#libs/kernel';
import type { StockLevel } from './stock.js';

export class ProductNotFound extends DomainError {
  constructor() {
    super('product_not_found', 'There is no product with this SKU.');
  }
}

export class DuplicateSku extends DomainError {
  constructor(sku: string) {
    super('duplicate_sku', `There is a product ${sku} already.`, { sku });
  }
}

/** Orders know the product: a deletion would leave them with a SKU that means nothing, or later something else. */
export class ProductInUse extends DomainError {
  constructor(sku: string) {
    super('product_in_use', `Orders know ${sku}. Archive it instead, with {"archived": true}.`, { sku });
  }
}

export class BackordersOpen extends DomainError {
  constructor({ sku, onHand, held }: Pick<StockLevel, 'sku' | 'onHand' | 'held'>) {
    const facts = { sku, on_hand: onHand, held };
    super('backorders_open', `Orders hold ${held} units of ${sku}, and ${onHand} are there.`, facts);
  }
}

export class PriceRefused extends DomainError {
  constructor(message: string) {
    super('validation_failed', `/price ${message}.`, { errors: [{ pointer: '/price', message }] });
  }
}
