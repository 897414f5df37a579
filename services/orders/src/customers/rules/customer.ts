import { newId } from '#libs/kernel';
import type { Circumstances } from '../../rules/circumstances.js';
import { sameJson, type JsonObject } from '../../rules/json.js';
import { mergeMetadata } from '../../rules/merge-patch.js';
import { CustomerErased } from './customer.errors.js';

/** Who orders. */
export interface Customer {
  readonly id: string;
  /** As it was given; two addresses that differ only in case are the same. `null` once erased, as is the name. */
  readonly email: string | null;
  readonly fullName: string | null;
  readonly metadata: JsonObject;
  /** Counts the changes, from 1; the ETag. */
  readonly version: number;
  /** Since when nothing is known any more about the person. */
  readonly erasedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Longest name in code points. */
export const CUSTOMER_LIMITS = { name: 200 } as const;

export interface CreateCustomer {
  readonly email: string;
  readonly fullName: string;
  readonly metadata?: JsonObject;
}

export interface ChangeCustomer {
  readonly email?: string;
  readonly fullName?: string;
  /** A merge patch of RFC 7396; `null` empties it. */
  readonly metadata?: JsonObject | null;
}

export function createCustomer({ email, fullName, metadata = {} }: CreateCustomer, { now }: Circumstances): Customer {
  return { id: newId(now), email, fullName, metadata, version: 1, erasedAt: null, createdAt: now, updatedAt: now };
}

/**
 * The customer after a change; the same object when nothing changes.
 * @throws CustomerErased, DomainError validation_failed when the metadata grows too large
 */
export function changeCustomer(customer: Customer, command: ChangeCustomer, { now }: Circumstances): Customer {
  if (customer.erasedAt) throw new CustomerErased(customer.erasedAt);
  const { email = customer.email, fullName = customer.fullName } = command;
  const metadata =
    command.metadata === undefined ? customer.metadata : mergeMetadata(customer.metadata, command.metadata);
  const same = email === customer.email && fullName === customer.fullName && sameJson(metadata, customer.metadata);
  return same ? customer : { ...customer, email, fullName, metadata, version: customer.version + 1, updatedAt: now };
}

/** The customer without the person; the same object when that is done already. */
export function eraseCustomer(customer: Customer, { now }: Circumstances): Customer {
  if (customer.erasedAt) return customer;
  const nothing = { email: null, fullName: null, metadata: {} };
  return { ...customer, ...nothing, version: customer.version + 1, erasedAt: now, updatedAt: now };
}

/** Who was never created here but is named by orders: from now on known as somebody of whom nothing is known. */
export function eraseStranger(id: string, { now }: Circumstances): Customer {
  const nothing = { email: null, fullName: null, metadata: {} };
  return { id, ...nothing, version: 1, erasedAt: now, createdAt: now, updatedAt: now };
}
