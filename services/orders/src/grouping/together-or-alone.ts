import { isConnectionError } from '#libs/database';

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
    const results = await Promise.all(group.map((one) => work([one]).catch(rejected<Out>)));
    return results.flat();
  }
}

function rejected<Out>(reason: unknown): PromiseSettledResult<Out>[] {
  return [{ status: 'rejected', reason }];
}
