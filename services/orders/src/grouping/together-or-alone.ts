import { isConnectionError } from '#libs/database';
import { Turns } from './turns.js';

/** Of a group, when each is tried alone: all at once they would take every connection, perhaps to wait for one lock. */
const LONE_AT_A_TIME = 2;

/**
 * Works on a group. An error undoes the whole of it, though it may belong to one item: then each is tried alone, and only
 * the one that is wrong fails. A database that is away is away for each.
 */
export async function togetherOrAlone<In, Out>(
  group: readonly In[],
  work: (group: readonly In[]) => Promise<readonly PromiseSettledResult<Out>[]>,
): Promise<readonly PromiseSettledResult<Out>[]> {
  try {
    return await work(group);
  } catch (error) {
    if (group.length === 1 || isConnectionError(error)) throw error;
    const turns = new Turns(LONE_AT_A_TIME);
    const results = await Promise.all(group.map((one) => turns.take(() => work([one])).catch(rejected<Out>)));
    return results.flat();
  }
}

function rejected<Out>(reason: unknown): PromiseSettledResult<Out>[] {
  return [{ status: 'rejected', reason }];
}
