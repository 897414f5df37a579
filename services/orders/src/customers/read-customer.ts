import { read, refuse } from '#libs/platform';
import { CreateCustomerDto, ListCustomersQuery, PatchCustomerDto } from './customer.dto.js';
import type { CustomerList } from './customers.queries.js';
import type { ChangeCustomer, CreateCustomer } from './rules/customer.js';

/** @throws DomainError validation_failed with every fault of the body */
export function readCreateCustomer(body: unknown): CreateCustomer {
  const { email, full_name: fullName, metadata } = read(CreateCustomerDto, body);
  return { email, fullName, metadata };
}

/** @throws DomainError validation_failed with every fault of the body */
export function readPatchCustomer(body: unknown): ChangeCustomer {
  const { email, full_name: fullName, metadata } = read(PatchCustomerDto, body);
  return { email, fullName, metadata };
}

/** @throws DomainError validation_failed with every fault of the query */
export function readCustomerList(query: unknown): CustomerList {
  const dto = read(ListCustomersQuery, query, '/query');
  if (dto.cursor !== undefined && dto.skip !== undefined) {
    refuse([{ pointer: '/query/skip', message: 'goes with the first page only; a cursor already names its place' }]);
  }
  return {
    filter: { q: dto.q, email: dto.email, includeErased: dto.include_erased === 'true' },
    limit: Number(dto.limit ?? 20),
    cursor: dto.cursor,
    skip: Number(dto.skip ?? 0),
    includeTotal: dto.include_total === 'true',
  };
}
