import { Injectable } from '@nestjs/common';
import { isUniqueViolation } from '#libs/database';
import { DomainError } from '#libs/kernel';
import { activeTraceparent, Relay } from '#libs/messaging';
import { problemOf } from '#libs/platform';
import type { Answer, IdempotentRequest } from '../../idempotency/idempotency.js';
import { IdempotencyRepository } from '../../idempotency/idempotency.repository.js';
import { countChanges } from '../order.metrics.js';
import { presentOrder } from '../order.presenter.js';
import { OrderCommits, type Outcomes } from '../order-commits.js';
import { OrdersRepository, type Write } from '../orders.repository.js';
import type { Decision } from '../rules/order.js';
import { DuplicateExternalRef } from './placing.service.js';

/** Each row of a bulk request: the decided order, or why there is none. */
export type BulkRow = Decision | DomainError;

/** How often the rows are sorted out anew because others took an external reference or the last units meanwhile. */
const ATTEMPTS = 5;

/** Creates many orders in one statement and one commit. */
@Injectable()
export class BulkService {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly commits: OrderCommits,
    private readonly idempotency: IdempotencyRepository,
    private readonly relay: Relay,
  ) {}

  /**
   * Creates the orders of the rows that are right and answers a result for each row; with `atomic`, all rows or none.
   * @throws BulkRejected when `atomic` and a row is refused; IdempotencyKeyReused
   */
  async place(rows: readonly BulkRow[], atomic: boolean, request?: IdempotentRequest): Promise<Answer> {
    const short = new Map<string, DomainError>();
    // What the stock refuses is refused for good, so that the attempts which it takes come to an end.
    for (let attempt = 0; attempt < ATTEMPTS + short.size; attempt += 1) {
      const left = await this.refuseTakenRefs(
        rows.map((row) => (isRefused(row) ? row : (short.get(row.order.id) ?? row))),
        atomic,
      );
      // A repeat may be refused for an `expires_at` that has passed since, or for references that the first request took.
      const repeated = request && left.some(isRefused) && (await this.idempotency.replay(request));
      if (repeated) return repeated;
      if (atomic && left.some(isRefused)) throw new BulkRejected(left);
      const result = await this.insert(left, request);
      if ('body' in result) return result;
      result.forEach((refusal, orderId) => short.set(orderId, refusal));
    }
    throw new DomainError('order_changed', 'Others keep taking what these orders need. Repeat the request.');
  }

  /** The answer; or nothing was written, and these orders are refused before the others are tried again. */
  private async insert(rows: readonly BulkRow[], request?: IdempotentRequest): Promise<Answer | Outcomes['refused']> {
    const answer = bulkAnswer(rows);
    const decisions = rows.filter((row): row is Decision => !(row instanceof DomainError));
    if (decisions.length === 0) return request ? this.idempotency.keep({ ...request, ...answer }) : answer;
    const traceparent = activeTraceparent();
    const writes = decisions.map<Write>((decision, index) =>
      request && index === 0
        ? { decision, answer: { ...request, ...answer }, traceparent }
        : { decision, underKey: request?.key, traceparent },
    );
    try {
      const { inserted, refused } = await this.commits.insert(writes, { wholly: true });
      // Nothing was written; with a key perhaps because its first request was faster.
      if (inserted.size === 0) return (request && (await this.idempotency.replay(request))) ?? refused;
    } catch (error) {
      if (isUniqueViolation(error, 'orders_external_ref_unique')) return new Map();
      throw error;
    }
    decisions.forEach(({ recorded }) => countChanges(recorded));
    this.relay.wake();
    return answer;
  }

  private async refuseTakenRefs(rows: readonly BulkRow[], atomic: boolean): Promise<BulkRow[]> {
    const refs = rows.flatMap((row) => (row instanceof DomainError ? [] : (row.order.externalRef ?? [])));
    const taken = new Map<string, string | undefined>(refs.length > 0 ? await this.orders.takenRefs(refs) : []);
    return rows.map((row) => {
      if (row instanceof DomainError || row.order.externalRef === null) return row;
      const { id, externalRef } = row.order;
      if (taken.has(externalRef)) return new DuplicateExternalRef(externalRef, taken.get(externalRef));
      // With `atomic`, a second row for it means that there will be no such order.
      taken.set(externalRef, atomic ? undefined : id);
      return row;
    });
  }
}

const isRefused = (row: BulkRow): row is DomainError => row instanceof DomainError;

export class BulkRejected extends DomainError {
  constructor(rows: readonly BulkRow[]) {
    super('bulk_rejected', 'Nothing was created: the request is atomic and some rows are not right.', {
      results: rows.flatMap((row, index) => (row instanceof DomainError ? [resultOf(row, index)] : [])),
    });
  }
}

function bulkAnswer(rows: readonly BulkRow[]): Answer {
  return { status: 200, headers: {}, body: JSON.stringify({ results: rows.map(resultOf) }) };
}

function resultOf(row: BulkRow, index: number) {
  if (!(row instanceof DomainError)) return { index, status: 201, order: presentOrder(row.order) };
  const problem = problemOf(row);
  return { index, status: problem.status, problem };
}
