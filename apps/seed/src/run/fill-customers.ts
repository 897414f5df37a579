import { createHash } from 'node:crypto';
import type { Api } from '../api/api.js';
import { Refused } from '../api/errors.js';
import type { Plan } from '../plan/plan.js';
import type { Customer } from '../shop/people.js';
import { performInTurn } from './in-turn.js';

interface CustomerAnswer {
  readonly id: string;
}

/** Creates customers, or finds them by their address; tells of each. @throws Refused */
export async function createCustomers(
  api: Api,
  { customers, joined }: Pick<Plan, 'customers' | 'joined'>,
  how: { readonly width: number; readonly stop: AbortSignal; readonly seed: number },
  tell: (email: string, id: string, isNew: boolean) => void,
): Promise<void> {
  const joinedAt = ({ email }: Customer): number => joined.get(email)?.getTime() ?? 0;
  await performInTurn(
    [...customers].sort((a, b) => joinedAt(a) - joinedAt(b)),
    {
      ...how,
      keyOf: ({ email }) => email,
      perform: async (customer) => {
        const { id, isNew } = await createCustomer(
          api,
          customer,
          `seed-${how.seed}/${hashOf(customer.email)}`,
          joined.get(customer.email),
        );
        tell(customer.email, id, isNew);
      },
    },
  );
}

/** A key outlives the erasure of the person by its day, so no address is read in it. */
function hashOf(email: string): string {
  return createHash('sha256').update(email).digest('base64url');
}

async function createCustomer(api: Api, customer: Customer, key: string, at?: Date): Promise<{ id: string; isNew: boolean }> {
  const { email, fullName, city, language, company } = customer;
  const body = { email, full_name: fullName, metadata: { city, language, ...(company && { company }) } };
  try {
    const answer = await api.send<CustomerAnswer>('POST', '/customers', {
      body,
      key,
      actor: 'web:customer',
      at,
    });
    return { id: answer.body.id, isNew: !answer.replayed };
  } catch (error) {
    const there = error instanceof Refused && error.problem['customer_id'];
    if (typeof there !== 'string') throw error;
    return { id: there, isNew: false };
  }
}
