import type { Problem } from './problem.js';

/** What is refused about customers. */
export const customerProblems = {
  customer_not_found: {
    status: 404,
    title: 'There is no such customer',
    about:
      'No customer has this id. Where orders are asked for, no order names it either; they may name customers kept elsewhere.',
  },
  customer_has_no_orders: {
    status: 404,
    title: 'The customer has no orders',
    about: 'The customer is known, but nothing was ordered yet, or all of it was deleted.',
  },
  duplicate_customer_email: {
    status: 409,
    title: 'Another customer has this email',
    about: 'An email is of one customer only, upper and lower case being the same. `customer_id` is the customer who has it.',
  },
  customer_erased: {
    status: 409,
    title: 'The data of the customer was erased',
    about: 'Since `erased_at` nothing is known about the person, and it stays so. A person who comes back is a new customer.',
  },
  unknown_customer: {
    status: 422,
    title: 'The customer of an order is not known',
    about:
      'This installation takes orders of its customers only (`CUSTOMER_CHECK=enforce`); erased ones are none.',
  },
} satisfies Record<string, Problem>;
