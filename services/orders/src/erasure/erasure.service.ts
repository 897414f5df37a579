import { Inject, Injectable } from '@nestjs/common';
import type { Database, Tx } from '#libs/database';
import { Relay } from '#libs/messaging';
import type { CustomerRequest } from '../customers/customer-request.js';
import { answerOf, etagOfCustomer } from '../customers/customer.presenter.js';
import { CustomersRepository } from '../customers/customers.repository.js';
import { CustomerNotFound } from '../customers/rules/customer.errors.js';
import { eraseCustomer, eraseStranger, type Customer } from '../customers/rules/customer.js';
import { assertMatches } from '../http/preconditions.js';
import type { Answer } from '../idempotency/idempotency.js';
import { IdempotencyRepository } from '../idempotency/idempotency.repository.js';
import { PersonInOrders } from '../orders/erasing/person-in-orders.js';
import type { Thoroughness } from '../orders/rules/forget-person.js';
import type { Circumstances } from '../rules/circumstances.js';
import { DATABASE } from '../tokens.js';
import { redactAnswer } from './rules/redact-answer.js';
import { StoredAnswersRepository } from './stored-answers.repository.js';

/** Erases a person everywhere in one transaction: whoever sees the customer erased finds nothing in the orders either. */
@Injectable()
export class ErasureService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly customers: CustomersRepository,
    private readonly orders: PersonInOrders,
    private readonly answers: StoredAnswersRepository,
    private readonly idempotency: IdempotencyRepository,
    private readonly relay: Relay,
  ) {}

  /** @throws CustomerNotFound when no order names the id either; PreconditionFailed, IdempotencyKeyReused */
  async erase(request: CustomerRequest, how: Thoroughness, by: Circumstances): Promise<Answer> {
    const answer = await this.database.transaction((tx) =>
      this.idempotency.once(tx, request.idempotent, () => this.eraseIn(tx, request, how, by)),
    );
    this.relay.wake();
    return answer;
  }

  private async eraseIn(tx: Tx, request: CustomerRequest, how: Thoroughness, by: Circumstances): Promise<Answer> {
    const { customerId } = request;
    const { before, isStranger } = await this.lock(tx, customerId, by);
    if (!isStranger) assertMatches(request.ifMatch, etagOfCustomer(before));
    const erased = eraseCustomer(before, by);
    const orders = await this.orders.forget(tx, customerId, how, by);
    if (isStranger && orders === 0) throw new CustomerNotFound();
    if (before !== erased) await this.customers.save(tx, erased);
    // After the orders, so that the answers of changes that were just ahead of this are there to be seen.
    await this.answers.rewrite(tx, customerId, (body) => redactAnswer(body, { customerId, ...how }));
    // Last, for from then on new orders of the customer wait for this transaction.
    await this.orders.forgetNames(tx, customerId);
    return answerOf(erased);
  }

  /**
   * The customer, who does not change until the transaction ends. A stranger gets the tombstone first: another erasure of the
   * same one waits for it as it would for a customer, and finds it there.
   */
  private async lock(tx: Tx, id: string, by: Circumstances): Promise<{ before: Customer; isStranger: boolean }> {
    const known = await this.customers.lock(tx, id);
    if (known) return { before: known, isStranger: false };
    const stranger = eraseStranger(id, by);
    return (await this.customers.insert(tx, stranger)) ? { before: stranger, isStranger: true } : this.lock(tx, id, by);
  }
}
