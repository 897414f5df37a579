import { Injectable } from '@nestjs/common';
import { isUniqueViolation } from '#libs/database';
import { DomainError } from '#libs/kernel';
import { Relay } from '#libs/messaging';
import type { Answer, IdempotentRequest } from '../../idempotency/idempotency.js';
import { IdempotencyRepository } from '../../idempotency/idempotency.repository.js';
import { etagOf, presentOrder } from '../order.presenter.js';
import { countChanges } from '../order.metrics.js';
import { OrdersRepository, type Write } from '../orders.repository.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { placeOrder, type PlaceOrder } from '../rules/place-order.js';
import { GroupCommit } from './group-commit.js';

@Injectable()
export class PlacingService {
  constructor(
    private readonly group: GroupCommit,
    private readonly orders: OrdersRepository,
    private readonly idempotency: IdempotencyRepository,
    private readonly relay: Relay,
  ) {}

  /**
   * Creates an order and answers 201; a repeat under the same idempotency key gets the first answer again.
   * @throws FieldRefused, DomainError duplicate_external_ref, IdempotencyKeyReused
   */
  async place(command: PlaceOrder, by: Circumstances, request?: IdempotentRequest): Promise<Answer> {
    const decision = placeOrder(command, by);
    const answer = createdAnswer(decision.order);
    if (await this.insert({ decision, answer: request && { ...request, ...answer } })) {
      countChanges(decision.recorded);
      this.relay.wake();
      return answer;
    }
    const first = request && (await this.idempotency.replay(request));
    if (!first)
      throw new DomainError('idempotency_in_progress', 'The first request with this Idempotency-Key has just ended; repeat.');
    return first;
  }

  private async duplicateOf(externalRef: string | null): Promise<DuplicateExternalRef> {
    const ref = externalRef ?? '';
    return new DuplicateExternalRef(ref, (await this.orders.takenRefs([ref])).get(ref));
  }

  private async insert(write: Write): Promise<boolean> {
    try {
      return await this.group.insert(write);
    } catch (error) {
      if (!isUniqueViolation(error, 'orders_external_ref_unique')) throw error;
      throw await this.duplicateOf(write.decision.order.externalRef);
    }
  }
}

export class DuplicateExternalRef extends DomainError {
  /** @param orderId the order that has the reference; unknown when it was deleted meanwhile */
  constructor(externalRef: string, orderId?: string) {
    const facts = { external_ref: externalRef, order_id: orderId ?? null };
    super('duplicate_external_ref', 'Another order has this external_ref already.', facts);
  }
}

function createdAnswer(order: Parameters<typeof presentOrder>[0]): Answer {
  return {
    status: 201,
    headers: { location: `/orders/${order.id}`, etag: etagOf(order) },
    body: JSON.stringify(presentOrder(order)),
  };
}
