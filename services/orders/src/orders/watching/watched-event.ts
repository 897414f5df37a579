import { parseJson } from '#libs/kernel';
import type { TailedMessage } from '#libs/messaging';
import { frameOf } from './event-stream.js';

/** An event as readers get it: made once and shared by all of them, so a large one stands in memory once. */
export interface WatchedEvent {
  readonly frame: Buffer;
  readonly orderId?: string;
  readonly customerId?: string;
}

export function watchedEvent({ streamSequence, subject, body }: TailedMessage): WatchedEvent {
  const { order_id: orderId, customer_id: customerId } = parseBody(body);
  return { frame: frameOf(streamSequence, subject.split('.')[1] ?? subject, body), orderId, customerId };
}

interface WatchedBody {
  readonly order_id?: string;
  readonly customer_id?: string;
}

/** What a stranger has put into the stream belongs to no order. */
function parseBody(body: string): WatchedBody {
  try {
    return (parseJson(body) ?? {}) as WatchedBody;
  } catch {
    return {};
  }
}
