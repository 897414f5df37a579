import type { Answer } from '../idempotency/idempotency.js';
import type { Customer } from './rules/customer.js';

export function presentCustomer(customer: Customer) {
  return {
    id: customer.id,
    email: customer.email,
    full_name: customer.fullName,
    metadata: customer.metadata,
    version: customer.version,
    created_at: customer.createdAt.toISOString(),
    updated_at: customer.updatedAt.toISOString(),
    erased_at: customer.erasedAt?.toISOString() ?? null,
  };
}

export type CustomerBody = ReturnType<typeof presentCustomer>;

/** The strong entity tag (RFC 9110) of a customer: the version. */
export function etagOfCustomer({ version }: Pick<Customer, 'version'>): string {
  return `"${version}"`;
}

/** What a call answers that changed the customer. */
export function answerOf(customer: Customer): Answer {
  return { status: 200, headers: { etag: etagOfCustomer(customer) }, body: JSON.stringify(presentCustomer(customer)) };
}
