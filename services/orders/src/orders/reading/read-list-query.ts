import { listOf, read } from '#libs/platform';
import { readPage } from '../../listing/page.js';
import { parseOrderStatus, PHASES, type OrderStatus } from '../rules/lifecycle.js';
import { ListCustomerOrdersQuery, ListOrdersQuery, PeriodQuery } from './list-orders.dto.js';
import { ORDER_SORTS } from './order-sorts.js';
import type { OrderFilter } from './order-filter.js';
import type { OrderList } from './orders.queries.js';

/** @throws DomainError validation_failed with every fault of the query */
export function readPeriod(query: unknown): OrderFilter {
  return toPeriod(read(PeriodQuery, query, '/query'));
}

/** @throws DomainError validation_failed with every fault of the query */
export function readListQuery(query: unknown): OrderList {
  return toList(read(ListOrdersQuery, query, '/query'));
}

/** @throws DomainError validation_failed with every fault of the query */
export function readCustomerListQuery(query: unknown, customerId: string): OrderList {
  return toList({ ...read(ListCustomerOrdersQuery, query, '/query'), customer_id: customerId });
}

function toList(dto: ListOrdersQuery): OrderList {
  return {
    ...readPage(dto),
    filter: toFilter(dto),
    sort: ORDER_SORTS.find((sort) => sort === dto.sort) ?? '-created_at',
  };
}

function toPeriod(dto: PeriodQuery): OrderFilter {
  return {
    createdAfter: dateOf(dto.created_after),
    createdBefore: dateOf(dto.created_before),
    customerId: dto.customer_id?.toLowerCase(),
    facilityId: dto.facility_id,
  };
}

function toFilter(dto: ListOrdersQuery): OrderFilter {
  return {
    ...toPeriod(dto),
    status: dto.status === undefined ? undefined : toStatuses(dto.status),
    phase: dto.phase === undefined ? undefined : PHASES.filter((phase) => listOf(dto.phase).includes(phase)),
    customerName: dto.customer_name,
    sku: dto.sku,
    externalRef: dto.external_ref,
    conversationId: dto.conversation_id,
    currency: dto.currency,
    onHold: dto.on_hold === undefined ? undefined : dto.on_hold === 'true',
    minTotal: dto.min_total === undefined ? undefined : Number(dto.min_total),
    maxTotal: dto.max_total === undefined ? undefined : Number(dto.max_total),
    q: dto.q,
  };
}

/** Each once: a status has several names, and the pages of each are put together. */
function toStatuses(words: unknown): OrderStatus[] {
  return [...new Set(listOf(words).map((word) => parseOrderStatus(String(word)) as OrderStatus))];
}

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
