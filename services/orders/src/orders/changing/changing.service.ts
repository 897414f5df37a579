import { Injectable } from '@nestjs/common';
import { isUniqueViolation } from '#libs/database';
import { DomainError } from '#libs/kernel';
import { activeTraceparent, Relay } from '#libs/messaging';
import type { Answer, IdempotentRequest } from '../../idempotency/idempotency.js';
import { IdempotencyRepository } from '../../idempotency/idempotency.repository.js';
import { LargeOrders } from '../large-orders.js';
import { countChanges } from '../order.metrics.js';
import { etagOf, presentOrder } from '../order.presenter.js';
import { OrderCommits } from '../order-commits.js';
import { OrdersRepository } from '../orders.repository.js';
import { deleteOrder } from '../rules/delete-order.js';
import type { Circumstances } from '../../rules/circumstances.js';
import type { Decision, Order } from '../rules/order.js';
import { OrderNotFound } from '../rules/order.errors.js';
import { assertMatches } from '../../http/preconditions.js';

/** How often a change is decided anew because others changed the order between reading and writing. */
const ATTEMPTS = 10;

export interface ChangeRequest {
  readonly orderId: string;
  /** The `If-Match` header. */
  readonly ifMatch?: string;
  readonly idempotent?: IdempotentRequest;
}

/** Load, decide, save: the one way in which an existing order changes. */
@Injectable()
export class ChangingService {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly commits: OrderCommits,
    private readonly idempotency: IdempotencyRepository,
    private readonly relay: Relay,
    private readonly largeOrders: LargeOrders,
  ) {}

  /**
   * Changes an order as `decide` says and answers it. Deciding nothing answers the order as it is.
   * @throws OrderNotFound, PreconditionFailed, IdempotencyKeyReused, DomainError order_changed, and what `decide` throws
   */
  async change(request: ChangeRequest, decide: (order: Order) => Decision): Promise<Answer> {
    const { idempotent } = request;
    const first = idempotent && (await this.idempotency.replay(idempotent));
    if (first) return first;
    try {
      return await this.retry((tries) =>
        this.withOrder(request, (before) => this.changeOnce(before, request, decide, tries > 0)),
      );
    } catch (error) {
      // A repeat that came while the first request ran may be refused for what that one has just done.
      const done = idempotent && error instanceof DomainError && (await this.idempotency.replay(idempotent));
      if (done) return done;
      throw error;
    }
  }

  /** @throws OrderNotFound, PreconditionFailed, OrderNotDeletable, DomainError order_changed */
  async delete(request: ChangeRequest, by: Circumstances): Promise<void> {
    await this.retry(() =>
      this.withOrder(request, async (before) => {
        const decision = deleteOrder(before, by);
        return (await this.commits.remove(decision)) ? this.committed(decision) : undefined;
      }),
    );
  }

  /** @param patient after a first try in company that found the order changed, or somebody at it */
  private async changeOnce(
    before: Order,
    request: ChangeRequest,
    decide: (order: Order) => Decision,
    patient: boolean,
  ): Promise<Answer | undefined> {
    const decision = decide(before);
    const answer = changedAnswer(decision.order);
    const { idempotent } = request;
    const stored = idempotent && { ...idempotent, ...answer };
    if (decision.recorded.length === 0) return stored ? this.idempotency.keepOf(before, stored) : answer;
    try {
      const write = { decision, answer: stored, traceparent: activeTraceparent() };
      const saved = await this.commits.save(before, write, { patient });
      if (saved) this.committed(decision);
      return saved ? answer : undefined;
    } catch (error) {
      if (!idempotent || !isUniqueViolation(error, 'idempotency_keys_pkey')) throw error;
      return this.idempotency.replay(idempotent);
    }
  }

  /** Does something with the order as it is now. A large one is let go of until its turn has come, and read again then. */
  private async withOrder<T>(request: ChangeRequest, work: (order: Order) => Promise<T>): Promise<T> {
    const found = await this.loadSmall(request);
    if (typeof found === 'object') return work(found);
    return this.largeOrders.inTurn(found, async () => work(await this.load(request)));
  }

  /** @returns of a large order only how many lines it has */
  private async loadSmall(request: ChangeRequest): Promise<Order | number> {
    const order = await this.load(request);
    return this.largeOrders.isLarge(order.items.length) ? order.items.length : order;
  }

  private async load({ orderId, ifMatch }: ChangeRequest): Promise<Order> {
    const order = await this.orders.find(orderId);
    if (!order) throw new OrderNotFound();
    assertMatches(ifMatch, etagOf(order));
    return order;
  }

  private committed(decision: Decision): Decision {
    countChanges(decision.recorded);
    this.relay.wake();
    return decision;
  }

  private async retry<T>(attempt: (tries: number) => Promise<T | undefined>): Promise<T> {
    for (let tries = 0; tries < ATTEMPTS; tries += 1) {
      const result = await attempt(tries);
      if (result !== undefined) return result;
    }
    throw new DomainError('order_changed', 'Others keep changing this order. Read it again and repeat.');
  }
}

function changedAnswer(order: Order): Answer {
  return { status: 200, headers: { etag: etagOf(order) }, body: JSON.stringify(presentOrder(order)) };
}
