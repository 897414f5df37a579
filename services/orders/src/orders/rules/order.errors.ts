import { DomainError } from '#libs/kernel';
import { nextStatuses, type OrderStatus } from './lifecycle.js';
import type { ItemMoveImpossible } from './quantities.js';

export class IllegalTransition extends DomainError {
  constructor(from: OrderStatus, to: OrderStatus, because?: string) {
    const next = nextStatuses(from);
    const choice = next.length > 0 ? `It may go to: ${next.join(', ')}.` : 'Nothing follows this status.';
    super('illegal_transition', `An order that is ${from} cannot become ${to}${because ? `: ${because}` : ''}. ${choice}`, {
      status_now: from,
      next_statuses: next,
    });
  }
}

export class IllegalItemTransition extends DomainError {
  constructor(itemId: string, { to, requested, movable }: ItemMoveImpossible) {
    super('illegal_item_transition', `Of item ${itemId}, ${movable} units can become ${to}, not ${requested ?? 'more'}.`, {
      item_id: itemId,
      to,
      requested: requested ?? null,
      movable,
    });
  }
}

export class ItemsNotMovable extends DomainError {
  constructor(status: OrderStatus) {
    super('illegal_item_transition', `The items of an order that is ${status} cannot be moved.`, { status_now: status });
  }
}

export class UnknownItem extends DomainError {
  constructor(itemId: string, pointer: string) {
    super('validation_failed', 'The order has no such item.', {
      errors: [{ pointer, message: `is no item of this order: ${itemId}` }],
    });
  }
}

export class OrderOnHold extends DomainError {
  constructor() {
    super('order_on_hold', 'The order is on hold: release the hold first, or cancel the order.');
  }
}

export class OrderNotDeletable extends DomainError {
  constructor(status: OrderStatus) {
    super(
      'order_not_deletable',
      `An order that is ${status} is part of the books; only drafts and closed orders are deleted.`,
      {
        status_now: status,
        next_statuses: nextStatuses(status),
      },
    );
  }
}

/** @see SKU_CHECK: an order may be of products only */
export class UnknownSku extends DomainError {
  constructor(pointers: readonly string[]) {
    const errors = pointers.map((pointer) => ({ pointer, message: 'is no product' }));
    super('unknown_sku', `${pointers.length} of the SKUs are no products, and only products are sold here.`, { errors });
  }
}

export class OrderNotFound extends DomainError {
  constructor() {
    super('order_not_found', 'There is no order with this id.');
  }
}

/** A field of the input that a rule refuses after its shape was found right. */
export class FieldRefused extends DomainError {
  constructor(private readonly errors: readonly { pointer: string; message: string }[]) {
    super('validation_failed', 'Some fields are not right.', { errors });
  }

  /** The same refusal for an input that stands at `place` in a larger one. */
  within(place: string): FieldRefused {
    return new FieldRefused(this.errors.map(({ pointer, message }) => ({ pointer: place + pointer, message })));
  }
}
