import { inspect, read, refuse, type Fault } from '#libs/platform';
import { MAX_ITEMS } from '../rules/order.limits.js';
import type { CancelOrder } from '../rules/cancel-order.js';
import type { ChangeOrder } from '../rules/change-order.js';
import type { ExpiryPolicy } from '../rules/expiry.js';
import { parseOrderStatus } from '../rules/lifecycle.js';
import type { MoveItem } from '../rules/move-items.js';
import { parseBucket } from '../rules/quantities.js';
import { CancelOrderDto, MoveItemDto, PatchOrderDto } from './change-order.dto.js';

interface Forceable {
  readonly force?: boolean;
  readonly reason?: string | null;
}

/** A forced change is a repair that someone will ask about. */
function assertReason({ force, reason }: Forceable): void {
  if (force && !reason) refuse([{ pointer: '/reason', message: 'is required with force' }]);
}

export function readPatch(body: unknown, expiry: ExpiryPolicy): { command: ChangeOrder; reason?: string | null } {
  const dto = read(PatchOrderDto, body);
  assertReason(dto);
  const to = dto.status === undefined ? undefined : parseOrderStatus(dto.status);
  const command: ChangeOrder = {
    status: to && { to, force: dto.force, allowCancelShipped: dto.allow_cancel_shipped, restock: dto.restock },
    metadata: dto.metadata,
    estimatedReadyTime: instantOf(dto.estimated_ready_time),
    expiresAt: instantOf(dto.expires_at),
    expiry,
    onHold: dto.on_hold,
  };
  return { command, reason: dto.reason };
}

function instantOf(text: string | null | undefined): Date | null | undefined {
  return text == null ? text : new Date(text);
}

export function readCancel(dto: CancelOrderDto): CancelOrder & { reason?: string | null } {
  assertReason(dto);
  return {
    items: dto.items?.map((item) => ({ itemId: item.item_id.toLowerCase(), quantity: item.quantity })),
    restock: dto.restock,
    allowCancelShipped: dto.allow_cancel_shipped,
    force: dto.force,
    reason: dto.reason,
  };
}

/** The moves of a body that is a list, with the faults of all of them. @throws DomainError validation_failed */
export function readMoves(body: unknown): MoveItem[] {
  if (!Array.isArray(body) || body.length === 0 || body.length > MAX_ITEMS) {
    refuse([{ pointer: '', message: `must be a list of 1 to ${MAX_ITEMS} moves` }]);
  }
  const faults: Fault[] = [];
  const moves = (body as readonly unknown[]).flatMap((entry, index) => {
    const inspected = inspect(MoveItemDto, entry, `/${index}`);
    faults.push(...inspected.faults);
    const to = inspected.faults.length === 0 && parseBucket(inspected.value.status);
    return to ? [{ itemId: inspected.value.item_id.toLowerCase(), to, quantity: inspected.value.quantity }] : [];
  });
  refuse(faults);
  return moves;
}
