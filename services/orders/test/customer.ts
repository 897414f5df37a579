import { randomUUID } from 'node:crypto';
import type { CustomerBody } from '../src/customers/customer.presenter.js';
import type { Answer, Client } from './service.js';

/** A valid body whose email nobody else has. */
export function aCustomerBody(given: Readonly<Record<string, unknown>> = {}) {
  return { email: `ada-${randomUUID()}@example.com`, full_name: 'Ada Lovelace', ...given };
}

/** A new customer. @throws Error when that is not answered with 201 */
export async function aCustomer(client: Client, given: Readonly<Record<string, unknown>> = {}): Promise<CustomerBody> {
  const { status, body }: Answer<CustomerBody> = await client.post<CustomerBody>('/customers', aCustomerBody(given));
  if (status !== 201) throw new Error(`the customer was not created: ${JSON.stringify(body)}`);
  return body;
}
