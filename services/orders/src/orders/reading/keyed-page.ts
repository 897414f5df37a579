import type { Sql } from '#libs/database';
import { fieldsOf, wantedStatuses, type OrderFilter } from './order-filter.js';

/** A filter by nothing but the first column of an index whose second is the id. */
export interface Key {
  readonly column: Fragment;
  readonly values: Fragment;
}

/** A piece of a statement. */
export type Fragment = ReturnType<Sql>;

/** Which page: of the orders after this one, newest first or oldest first. */
export interface Stretch {
  readonly after: string | undefined;
  readonly newestFirst: boolean;
  readonly limit: number;
}

const [FIRST_ID, LAST_ID] = ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];

/** Nothing for a filter that is more than a key. */
export function keyOf(sql: Sql, filter: OrderFilter): Key | undefined {
  const fields = fieldsOf(filter);
  if (fields.length !== 1) return undefined;
  const { customerId, conversationId, facilityId } = filter;
  const statuses = wantedStatuses(filter);
  if (statuses) return { column: sql`o.status`, values: sql`${statuses}::text[]` };
  if (customerId !== undefined) return { column: sql`o.customer_id`, values: sql`${[customerId]}::uuid[]` };
  if (conversationId !== undefined) return { column: sql`o.conversation_id`, values: sql`${[conversationId]}::text[]` };
  if (facilityId !== undefined) return { column: sql`o.facility_id`, values: sql`${[facilityId]}::text[]` };
  return undefined;
}

/**
 * A page of the orders with the key: of each of its values as many as the page could need. The conditions compare both columns
 * of the index together. With `status = …` instead, PostgreSQL likes to go through all orders from the newest on, since it takes
 * statuses to be spread evenly over time. But no order of the last days is completed yet, and more orders are more to go through.
 */
export function pageByKey(sql: Sql, { column, values }: Key, { after, newestFirst, limit }: Stretch): Fragment {
  const [from, to] = newestFirst ? [FIRST_ID, after ?? LAST_ID] : [after ?? FIRST_ID, LAST_ID];
  const direction = newestFirst ? sql`desc` : sql``;
  return sql`(
    select o.* from unnest(${values}) as key (value), lateral (
      select * from orders o
      where (${column}, o.id) > (key.value, ${from}) and (${column}, o.id) < (key.value, ${to})
      order by ${column} ${direction}, o.id ${direction} limit ${limit}
    ) o
    order by o.id ${direction} limit ${limit})`;
}
