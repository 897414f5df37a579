import { Choice, Flag, FreeJson, Instant, Integer, ListOf, Text, Uuid } from '#libs/platform';
import { MAX_ITEMS, MAX_QTY, TEXT } from '../rules/order.limits.js';
import { ORDER_STATUSES, parseOrderStatus } from '../rules/lifecycle.js';
import type { JsonObject } from '../../rules/json.js';
import { METADATA_LIMITS } from '../../rules/merge-patch.js';
import { BUCKETS, parseBucket } from '../rules/quantities.js';

export class PatchOrderDto {
  @Choice(ORDER_STATUSES, { optional: true, parse: parseOrderStatus, example: 'confirmed' })
  status?: string;

  @FreeJson({ optional: true, nullable: true, ...METADATA_LIMITS, about: 'A merge patch of RFC 7396: `null` removes a member' })
  metadata?: JsonObject | null;

  @Instant({ optional: true, nullable: true })
  estimated_ready_time?: string | null;

  @Instant({
    optional: true,
    nullable: true,
    about: 'When it ends by itself as long as it is a draft or pending; `null` for never',
  })
  expires_at?: string | null;

  @Flag({ optional: true, about: 'An order on hold can only be ended' })
  on_hold?: boolean;

  @Text({ optional: true, nullable: true, max: TEXT.reason, lines: true, about: 'Kept in the journey and told in the event' })
  reason?: string | null;

  @Flag({ optional: true, about: 'Any move of status; needs a reason' })
  force?: boolean;

  @Flag({ optional: true })
  allow_cancel_shipped?: boolean;

  @Flag({ optional: true, about: 'Of an end without a sale: whether the goods go back into stock' })
  restock?: boolean;
}

class CancelItemDto {
  @Uuid()
  item_id!: string;

  @Integer({ optional: true, min: 1, max: MAX_QTY, about: 'Units to cancel; without it all that can be' })
  quantity?: number;
}

export class CancelOrderDto {
  @ListOf(() => CancelItemDto, { optional: true, min: 1, max: MAX_ITEMS, about: 'Units to cancel; without it the whole order' })
  items?: CancelItemDto[];

  @Text({ optional: true, nullable: true, max: TEXT.reason, lines: true })
  reason?: string | null;

  @Flag({ optional: true })
  restock?: boolean;

  @Flag({ optional: true })
  allow_cancel_shipped?: boolean;

  @Flag({ optional: true, about: 'Cancel whatever the status is; needs a reason' })
  force?: boolean;
}

export class MoveItemDto {
  @Uuid()
  item_id!: string;

  @Choice(BUCKETS, { parse: parseBucket, example: 'shipped' })
  status!: string;

  @Integer({ optional: true, min: 1, max: MAX_QTY, about: 'How many units; without it all that may go there' })
  quantity?: number;
}
