import { read } from '#libs/platform';
import { readPage } from '../listing/page.js';
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
  const filter = { q: dto.q, email: dto.email, includeErased: dto.include_erased === 'true' };
  return { ...readPage(dto), filter };
}
