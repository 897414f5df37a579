import type { Sql } from '#libs/database';
import { CURRENCY_DECIMALS } from '#libs/kernel';
import { containing } from '../../listing/containing.js';
import { statusesOfPhase, type OrderStatus, type Phase } from '../rules/lifecycle.js';
import { isNamed, type People } from './people-named.js';

/** What a list of orders may be narrowed to; everything given must hold. Texts are matched without regard to case. */
export interface OrderFilter {
  readonly status?: readonly OrderStatus[];
  readonly phase?: readonly Phase[];
  readonly customerId?: string;
  /** Part of the customer's name, as the order carries it or as the customer is known. */
  readonly customerName?: string;
  readonly sku?: string;
  readonly externalRef?: string;
  readonly conversationId?: string;
  readonly facilityId?: string;
  readonly currency?: string;
  readonly onHold?: boolean;
  /** Both bounds leave the instant itself out. */
  readonly createdAfter?: Date;
  readonly createdBefore?: Date;
  /** In whole units of the order's own currency; both bounds included. */
  readonly minTotal?: number;
  readonly maxTotal?: number;
  /** Part of the external reference, the customer's name, a SKU or an item's name. */
  readonly q?: string;
}

type Condition = ReturnType<Sql>;

/** Which fields of the filter are given. */
export function fieldsOf(filter: OrderFilter): (keyof OrderFilter)[] {
  return (Object.keys(filter) as (keyof OrderFilter)[]).filter((field) => filter[field] !== undefined);
}

/**
 * The condition of a filter over `orders o`, as a fragment; every combination of fields is one prepared statement.
 * @param people whose orders may have the name that the filter asks for
 */
export function conditionOf(sql: Sql, filter: OrderFilter, people: People = []): Condition {
  return [...conditionsOf(sql, filter, people)].reduce((all, next) => sql`${all} and ${next}`, sql`true`);
}

function* conditionsOf(sql: Sql, filter: OrderFilter, people: People): Generator<Condition> {
  const statuses = wantedStatuses(filter);
  if (statuses) yield sql`o.status = any(${statuses}::text[])`;
  if (filter.customerId !== undefined) yield sql`o.customer_id = ${filter.customerId}`;
  if (filter.customerName !== undefined) {
    if (people !== 'many') yield sql`o.customer_id = any(${people}::uuid[])`;
    yield isNamed(sql, filter.customerName);
  }
  if (filter.externalRef !== undefined) yield sql`o.external_ref = ${filter.externalRef}`;
  if (filter.conversationId !== undefined) yield sql`o.conversation_id = ${filter.conversationId}`;
  if (filter.facilityId !== undefined) yield sql`o.facility_id = ${filter.facilityId}`;
  if (filter.currency !== undefined) yield sql`o.currency = ${filter.currency}`;
  if (filter.onHold !== undefined) yield filter.onHold ? sql`o.on_hold` : sql`not o.on_hold`;
  if (filter.createdAfter !== undefined) yield sql`o.id >= ${firstIdAt(filter.createdAfter.getTime() + 1)}`;
  if (filter.createdBefore !== undefined) yield sql`o.id < ${firstIdAt(filter.createdBefore.getTime())}`;
  if (filter.minTotal !== undefined) yield sql`o.total_minor >= ${filter.minTotal}::numeric * ${minorPerUnit(sql)}`;
  if (filter.maxTotal !== undefined) yield sql`o.total_minor <= ${filter.maxTotal}::numeric * ${minorPerUnit(sql)}`;
  if (filter.sku !== undefined) {
    yield sql`exists (select from order_items i where i.sku = ${filter.sku} and i.order_id = o.id)`;
  }
  if (filter.q !== undefined) yield matching(sql, filter.q);
}

/** Of `status` and `phase` together, what both allow; a list that matches nothing when they exclude each other. */
export function wantedStatuses({ status, phase }: OrderFilter): OrderStatus[] | undefined {
  const ofPhases = phase?.flatMap(statusesOfPhase);
  if (!status) return ofPhases;
  return ofPhases ? status.filter((one) => ofPhases.includes(one)) : [...status];
}

/**
 * What is found in other tables is gathered first, as an array, so that each part of the `or` is a search in an index of the
 * orders: with one part that is none, all orders would be read.
 */
function matching(sql: Sql, text: string): Condition {
  const patterns = containing(text);
  return sql`(o.customer_id = any(array(
      select n.customer_id from ordering_names n where n.name ilike any(${patterns}::text[])
      union all
      select c.id from customers c where c.full_name ilike any(${patterns}::text[]))) and ${isNamed(sql, text)}
    or o.id = any(array(
      select r.id from orders r where r.external_ref ilike any(${patterns}::text[])
      union all
      select i.order_id from order_items i
        where i.sku ilike any(${patterns}::text[]) or i.item_name ilike any(${patterns}::text[]))))`;
}

/** The smallest UUIDv7 of a millisecond. Orders' ids carry their creation time, so a range of time is a range of ids. */
function firstIdAt(milliseconds: number): string {
  const hex = Math.min(Math.max(milliseconds, 0), 2 ** 48 - 1)
    .toString(16)
    .padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

function minorPerUnit(sql: Sql): Condition {
  const unusual = Object.entries(CURRENCY_DECIMALS);
  const currencies = (decimals: number) => unusual.filter(([, count]) => count === decimals).map(([currency]) => currency);
  return sql`case when o.currency = any(${currencies(0)}::text[]) then 1 when o.currency = any(${currencies(3)}::text[]) then 1000
    when o.currency = any(${currencies(4)}::text[]) then 10000 else 100 end`;
}
