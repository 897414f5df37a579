import { IntersectionType, OmitType } from '@nestjs/swagger';
import { Instant, QueryChoice, QueryChoices, QueryDecimal, QueryFlag, Text, Uuid } from '#libs/platform';
import { PageQuery } from '../../listing/page.js';
import { TEXT } from '../rules/order.limits.js';
import { ORDER_STATUSES, parseOrderStatus, PHASES } from '../rules/lifecycle.js';
import { ORDER_SORTS } from './order-sorts.js';

const optional = true;

const SEARCHED = "Part of the external reference, the customer's name, a SKU or an item's name";

/** The period of creation times that statistics and lists are narrowed to. */
export class PeriodQuery {
  @Instant({ optional, about: 'Later than this' })
  created_after?: string;

  @Instant({ optional, about: 'Earlier than this' })
  created_before?: string;

  @Uuid({ optional })
  customer_id?: string;

  @Text({ optional, max: TEXT.reference })
  facility_id?: string;
}

export class ListOrdersQuery extends IntersectionType(PeriodQuery, PageQuery) {
  @QueryChoices(ORDER_STATUSES, { parse: parseOrderStatus, about: 'Any of these; repeat the parameter' })
  status?: string | string[];

  @QueryChoices(PHASES, { about: 'Any of these; repeat the parameter' })
  phase?: string | string[];

  @Text({ optional, max: TEXT.name, about: "Part of the customer's name, as the order or the customer has it, in either case" })
  customer_name?: string;

  @Text({ optional, max: TEXT.sku, about: 'Orders with this SKU' })
  sku?: string;

  @Text({ optional, max: TEXT.reference })
  external_ref?: string;

  @Text({ optional, max: TEXT.reference })
  conversation_id?: string;

  @Text({ optional, max: 3 })
  currency?: string;

  @QueryFlag()
  on_hold?: string;

  @QueryDecimal({ about: "In whole units of the order's currency. Reads orders until the page is full" })
  min_total?: string;

  @QueryDecimal()
  max_total?: string;

  @Text({ optional, max: TEXT.name, about: `${SEARCHED}. Reads all orders` })
  q?: string;

  @QueryChoice(ORDER_SORTS, { about: 'Default `-created_at`, newest first' })
  sort?: string;
}

/** The customer is in the path. */
export class ListCustomerOrdersQuery extends OmitType(ListOrdersQuery, ['customer_id'] as const) {}
