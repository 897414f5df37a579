import { DomainError } from '#libs/kernel';

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
