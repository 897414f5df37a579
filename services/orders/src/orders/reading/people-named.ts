import type { Sql } from '#libs/database';
import { containing } from '../../listing/containing.js';

/** Customers whose orders may be the ones; `many` when there are more of them than are worth naming. */
export type People = readonly string[] | 'many';

const MOST_NAMED = 500;

/**
 * Who ordered under a name that contains the text, or has it now. A few are named to the statement of the list, so that it is
 * planned for them: an index leads to their orders. Of many, the newest orders are soon met on the way from the newest order on;
 * to gather all of these customers would take longer than that, and longer the more there are.
 */
export async function peopleNamed(sql: Sql, text: string): Promise<People> {
  const patterns = containing(text);
  const rows = await sql<{ id: string }[]>`
    select n.customer_id as id from ordering_names n where n.name ilike any(${patterns}::text[])
    union all
    select c.id from customers c
    where c.full_name ilike any(${patterns}::text[]) and exists (select from ordering_customers o where o.customer_id = c.id)
    limit ${MOST_NAMED + 1}`;
  return rows.length > MOST_NAMED ? 'many' : [...new Set(rows.map(({ id }) => id))];
}

/**
 * Whether an order `o` has a name that contains the text: one that it carries, or the one of its customer. That is looked up
 * for each order; written with `exists`, PostgreSQL would rather gather all customers of the name first.
 */
export function isNamed(sql: Sql, text: string): ReturnType<Sql> {
  const patterns = containing(text);
  return sql`(o.customer_name ilike any(${patterns}::text[])
    or (select c.full_name from customers c where c.id = o.customer_id) ilike any(${patterns}::text[]))`;
}
