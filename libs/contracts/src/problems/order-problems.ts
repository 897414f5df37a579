import type { Problem } from './problem.js';

/** What the business refuses: the request was understood, the order or the stock does not allow it. */
export const orderProblems = {
  order_not_found: {
    status: 404,
    title: 'There is no such order',
    about: 'No order has this id, it was deleted, or the text is not a UUID in its canonical form.',
  },
  illegal_transition: {
    status: 409,
    title: 'The order cannot take this status',
    about: 'Its status does not lead there. `status_now` and `next_statuses` say where it is and where it may go.',
  },
  illegal_item_transition: {
    status: 409,
    title: 'The units cannot be moved there',
    about: 'Fewer units than asked for may go there (`item_id, to, requested, movable`), or `status_now` lets no item move.',
  },
  order_on_hold: {
    status: 409,
    title: 'The order is on hold',
    about: 'An order on hold can only be ended. Release the hold first.',
  },
  order_not_deletable: {
    status: 409,
    title: 'The order cannot be deleted',
    about: 'Only drafts and closed orders are deleted (`status_now`, `next_statuses`); cancel it first.',
  },
  order_changed: {
    status: 409,
    title: 'The order was changed by others at the same time',
    about: 'Concurrent changes kept this one from being made. Read the order again and repeat the call if it still makes sense.',
  },
  precondition_failed: {
    status: 412,
    title: 'It is not in the state that If-Match names',
    about: 'The order, product or customer was changed since the client read it. Read it again, and send its new `ETag`.',
  },
  duplicate_external_ref: {
    status: 409,
    title: 'Another order has this external_ref',
    about: 'An `external_ref` names one order only. `order_id` is the order that has it; `null` when it was deleted meanwhile, '
      + 'or when two rows of one atomic request want it.',
  },
  event_too_large: {
    status: 413,
    title: 'The order is too large for an event',
    about: 'An event carries the whole order and must fit into one message. Send fewer items or less metadata.',
  },
  bulk_rejected: {
    status: 422,
    title: 'Nothing of the bulk request was done',
    about: 'The request was `atomic` and a row was refused. `results` tells for each row what is wrong with it.',
  },
  idempotency_key_invalid: {
    status: 400,
    title: 'The Idempotency-Key header is not usable',
    about: 'It must hold 1 to 255 printable characters.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The first request with this Idempotency-Key is still running',
    about: 'Repeat the request after a moment to get the result of the first one.',
    retryAfterSeconds: 1,
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The Idempotency-Key belongs to another request',
    about: 'The key was used with another body or route in the last 24 hours. A new request needs a new key.',
  },
} satisfies Record<string, Problem>;
