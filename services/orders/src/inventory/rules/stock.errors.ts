import { DomainError } from '#libs/kernel';

export interface Shortfall {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

export class InsufficientStock extends DomainError {
  constructor(readonly shortfall: readonly Shortfall[]) {
    const [first] = shortfall;
    const others = shortfall.length > 1 ? ` ${shortfall.length - 1} more SKUs are short.` : '';
    const what = first ? `Of ${first.sku}, ${first.requested} are wanted and ${first.available} available.` : '';
    super('insufficient_stock', `${what}${others}`, { shortfall });
  }
}

/** The counters say that less is held than the order holds, which no call of this service can bring about. */
export class StockInconsistent extends DomainError {
  constructor(skus: readonly string[]) {
    super('stock_inconsistent', `The counters of ${skus.join(', ')} do not agree with the orders. Run the doctor.`, { skus });
  }
}

export class TooManyUnits extends DomainError {
  constructor(skus: readonly string[]) {
    super('too_many_units', `More units of ${skus.join(', ')} than can be counted.`, { skus });
  }
}

export class ProductArchived extends DomainError {
  constructor(skus: readonly string[]) {
    super('product_archived', `No longer sold: ${skus.join(', ')}.`, { skus });
  }
}
