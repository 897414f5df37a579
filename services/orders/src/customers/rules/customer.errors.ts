import { DomainError } from '#libs/kernel';

export class CustomerNotFound extends DomainError {
  constructor() {
    super('customer_not_found', 'There is no customer with this id.');
  }
}

export class CustomerHasNoOrders extends DomainError {
  constructor() {
    super('customer_has_no_orders', 'This customer has no orders.');
  }
}

export class CustomerErased extends DomainError {
  constructor(erasedAt: Date) {
    const facts = { erased_at: erasedAt.toISOString() };
    super('customer_erased', 'The data of this person was erased. A person who comes back is a new customer.', facts);
  }
}

export class DuplicateCustomerEmail extends DomainError {
  /** @param customerId the customer who has the address; unknown when it was given up meanwhile */
  constructor(customerId?: string) {
    const facts = { customer_id: customerId ?? null };
    super('duplicate_customer_email', 'Another customer has this email already; upper and lower case do not differ.', facts);
  }
}

/** For orders, where `CUSTOMER_CHECK` wants their customers to be known. An erased customer is not. */
export class UnknownCustomer extends DomainError {
  constructor(pointer = '/customer_id') {
    const errors = [{ pointer, message: 'is no customer of this shop' }];
    super('unknown_customer', 'There is no such customer. Create the customer first.', { errors });
  }
}
