import { Inject, Injectable } from '@nestjs/common';
import type { Database, Tx } from '#libs/database';
import { DomainError } from '#libs/kernel';
import { activeTraceparent, Relay } from '#libs/messaging';
import { problemOf } from '#libs/platform';
import type { Answer, IdempotentRequest } from '../../idempotency/idempotency.js';
import { IdempotencyRepository } from '../../idempotency/idempotency.repository.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { DATABASE } from '../../tokens.js';
import { etagOfProduct, presentProduct } from '../product.presenter.js';
import { ProductsRepository } from '../products.repository.js';
import { DuplicateSku } from '../rules/product.errors.js';
import { createProduct, firstCause, firstMovement, type CreateProduct, type StockedProduct } from '../rules/product.js';
import { StockLedger } from '../rules/stock-ledger.js';
import { StockRepository } from '../stock.repository.js';

/** Each row of a bulk request: what is to be created, or why it cannot be. */
export type ProductRow = CreateProduct | DomainError;

/** New products: the catalogue's row, the shelf and what stands on it from the start are one transaction. */
@Injectable()
export class CreatingService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly products: ProductsRepository,
    private readonly stock: StockRepository,
    private readonly idempotency: IdempotencyRepository,
    private readonly relay: Relay,
  ) {}

  /** @throws DuplicateSku, IdempotencyKeyReused */
  create(command: CreateProduct, by: Circumstances, request?: IdempotentRequest): Promise<Answer> {
    return this.once(request, async (tx) => {
      const [created] = await this.insert(tx, [command], by);
      if (created instanceof DomainError || !created) throw created ?? new DuplicateSku(command.sku);
      return createdAnswer(created);
    });
  }

  /**
   * Creates the products of the rows that are right and answers a result for each row; with `atomic`, all rows or none.
   * @throws BulkRejected when `atomic` and a row is refused; IdempotencyKeyReused
   */
  createMany(rows: readonly ProductRow[], by: Circumstances, atomic: boolean, request?: IdempotentRequest): Promise<Answer> {
    return this.once(request, async (tx) => {
      const results = await this.insert(tx, rows, by);
      if (atomic && results.some((result) => result instanceof DomainError)) throw new ProductsRejected(results);
      return { status: 200, headers: {}, body: JSON.stringify({ results: results.map(presentResult) }) };
    });
  }

  private async once(request: IdempotentRequest | undefined, act: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    const answer = await this.database.transaction((tx) => this.idempotency.once(tx, request, () => act(tx)));
    this.relay.wake();
    return answer;
  }

  /** @returns for each row the product as it stands now, or why there is none */
  private async insert(tx: Tx, rows: readonly ProductRow[], by: Circumstances): Promise<(StockedProduct | DomainError)[]> {
    const sorted = refuseRepeated(rows).map((row) =>
      row instanceof DomainError ? row : { row, made: createProduct(row, by) },
    );
    const made = sorted.flatMap((one) => (one instanceof DomainError ? [] : [one]));
    const free = await this.products.insert(
      tx,
      made.map((one) => one.made),
    );
    const inserted = made.filter(({ row }) => free.has(row.sku));
    const ledger = new StockLedger(inserted.map((one) => one.made.level));
    const cause = { ...firstCause(by), traceparent: activeTraceparent() };
    for (const { row } of inserted) ledger.book(firstMovement(row), cause);
    await this.stock.write(tx, ledger);
    return sorted.map((one) => {
      if (one instanceof DomainError) return one;
      if (!free.has(one.row.sku)) return new DuplicateSku(one.row.sku);
      return { ...one.made, level: ledger.levelOf(one.row.sku) ?? one.made.level };
    });
  }
}

/** Of rows with the same SKU the first stands. */
function refuseRepeated(rows: readonly ProductRow[]): ProductRow[] {
  const seen = new Set<string>();
  return rows.map((row) => {
    if (row instanceof DomainError) return row;
    if (seen.has(row.sku)) return new DuplicateSku(row.sku);
    seen.add(row.sku);
    return row;
  });
}

class ProductsRejected extends DomainError {
  constructor(results: readonly (StockedProduct | DomainError)[]) {
    super('bulk_rejected', 'Nothing was created: the request is atomic and some rows are not right.', {
      results: results.flatMap((result, index) => (result instanceof DomainError ? [presentResult(result, index)] : [])),
    });
  }
}

function createdAnswer(created: StockedProduct): Answer {
  const { product, level } = created;
  return {
    status: 201,
    headers: { location: `/products/${product.sku}`, etag: etagOfProduct(product, level) },
    body: JSON.stringify(presentProduct(created)),
  };
}

function presentResult(result: StockedProduct | DomainError, index: number) {
  if (!(result instanceof DomainError)) return { index, status: 201, product: presentProduct(result) };
  const problem = problemOf(result);
  return { index, status: problem.status, problem };
}
