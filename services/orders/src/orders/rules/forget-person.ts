import { record, type Decision, type Order } from './order.js';
import type { Circumstances } from '../../rules/circumstances.js';
import { sameJson } from '../../rules/json.js';

/** What the journey and the events give as the reason. Article 17 of the GDPR is the right to erasure. */
export const ERASURE_REASON = 'personal data erased (GDPR art. 17)';

/** Whether free text, which may name people and may be what a shop runs on, goes too. */
export interface Thoroughness {
  /** Keep the metadata of the orders, and the reasons in their journeys. */
  readonly keepFreeText: boolean;
}

/**
 * An order without the person who placed it. What the books need stays: who by the bare id, what, how much, when.
 * The conversation always goes, for it leads to what the person said.
 */
export function forgetPerson(order: Order, { keepFreeText }: Thoroughness, by: Circumstances): Decision {
  const metadata = keepFreeText ? order.metadata : {};
  const changed = [
    ...(order.customerName === null ? [] : ['customer_name']),
    ...(order.conversationId === null ? [] : ['conversation_id']),
    ...(sameJson(order.metadata, metadata) ? [] : ['metadata']),
  ];
  const after = { ...order, customerName: null, conversationId: null, metadata };
  return record(order, after, changed.length > 0 ? [{ kind: 'header', changed }] : [], { ...by, reason: ERASURE_REASON });
}
