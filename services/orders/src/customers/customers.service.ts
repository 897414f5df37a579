import { Inject, Injectable } from '@nestjs/common';
import { isUniqueViolation, type Database, type Tx } from '#libs/database';
import type { Answer, IdempotentRequest } from '../idempotency/idempotency.js';
import { LockTurns } from '../grouping/lock-turns.js';
import { IdempotencyRepository } from '../idempotency/idempotency.repository.js';
import { assertMatches } from '../http/preconditions.js';
import type { Circumstances } from '../rules/circumstances.js';
import { DATABASE } from '../tokens.js';
import { answerOf, etagOfCustomer } from './customer.presenter.js';
import type { CustomerRequest } from './customer-request.js';
import { CustomersRepository } from './customers.repository.js';
import { CustomerNotFound, DuplicateCustomerEmail } from './rules/customer.errors.js';
import { changeCustomer, createCustomer, type ChangeCustomer, type CreateCustomer, type Customer } from './rules/customer.js';

/** New customers and changes of customers; the answer to an idempotency key is part of the transaction. */
@Injectable()
export class CustomersService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly customers: CustomersRepository,
    private readonly idempotency: IdempotencyRepository,
    private readonly lockTurns: LockTurns,
  ) {}

  /** @throws CustomerNotFound */
  async get(id: string): Promise<Customer> {
    const customer = await this.customers.find(id);
    if (!customer) throw new CustomerNotFound();
    return customer;
  }

  /** @throws DuplicateCustomerEmail, IdempotencyKeyReused */
  create(command: CreateCustomer, by: Circumstances, request?: IdempotentRequest): Promise<Answer> {
    const customer = createCustomer(command, by);
    return this.once(request, async (tx) => {
      if (await this.customers.insert(tx, customer)) return createdAnswer(customer);
      throw new DuplicateCustomerEmail(await this.customers.ownerOf(customer.email, tx));
    });
  }

  /** @throws CustomerNotFound, PreconditionFailed, CustomerErased, DuplicateCustomerEmail, IdempotencyKeyReused */
  async change(request: CustomerRequest, command: ChangeCustomer, by: Circumstances): Promise<Answer> {
    try {
      return await this.lockTurns.run(request.customerId, () =>
        this.once(request.idempotent, (tx) => this.changeIn(tx, request, command, by)),
      );
    } catch (error) {
      // Somebody took the address between the look and the write.
      if (!isUniqueViolation(error, 'customers_email_unique')) throw error;
      throw new DuplicateCustomerEmail(await this.customers.ownerOf(command.email ?? null));
    }
  }

  private async changeIn(tx: Tx, request: CustomerRequest, command: ChangeCustomer, by: Circumstances): Promise<Answer> {
    const before = await this.customers.lock(tx, request.customerId);
    if (!before) throw new CustomerNotFound();
    assertMatches(request.ifMatch, etagOfCustomer(before));
    const after = changeCustomer(before, command, by);
    if (after.email !== before.email) await this.refuseTaken(tx, after);
    if (after !== before) await this.customers.save(tx, after);
    return answerOf(after);
  }

  /** Before PostgreSQL does, whose log may tell the address with the error. */
  private async refuseTaken(tx: Tx, { id, email }: Customer): Promise<void> {
    const owner = await this.customers.ownerOf(email, tx);
    if (owner !== undefined && owner !== id) throw new DuplicateCustomerEmail(owner);
  }

  private once(request: IdempotentRequest | undefined, act: (tx: Tx) => Promise<Answer>): Promise<Answer> {
    return this.database.transaction((tx) => this.idempotency.once(tx, request, () => act(tx)));
  }
}

function createdAnswer(customer: Customer): Answer {
  const { body, headers } = answerOf(customer);
  return { status: 201, headers: { location: `/customers/${customer.id}`, ...headers }, body };
}
