import type { Tx } from '#libs/database';

/** Within a lease, so that one may come late. */
const SIGNS = 3;

/**
 * Gives signs of life in the transaction while something else is waited for. So the lease may be shorter than a slow broker
 * takes: what ends it is a process that stands still, or a connection that leads nowhere.
 */
export async function withSignsOfLife<T>(tx: Tx, leaseMs: number, work: () => Promise<T>): Promise<T> {
  // One that fails is not heeded: the next statement of the transaction fails too.
  const timer = setInterval(() => void tx`select`.catch(() => undefined), leaseMs / SIGNS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
