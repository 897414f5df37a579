import type { Sql, Tx } from '#libs/database';

/** An event on its way into the outbox. */
export interface OutboxMessage {
  readonly eventId: string;
  /** The scope of ordering: the id of the order, for stock levels of the product. */
  readonly key: string;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly payload: string;
}

/**
 * How many partitions the outbox has, and so how many relays can work at a time. Constant: two replicas with different
 * numbers would publish one key's events side by side.
 */
export const PARTITIONS = 4;

/** The partition of a key. UUIDs of version 7 are random at their end. */
export function partitionOf(key: string): number {
  return Number.parseInt(key.slice(-4), 16) % PARTITIONS;
}

/** A message as `json_to_recordset` opens it with the columns of `outboxColumns`. */
export function outboxRow({ eventId, key, subject, headers, payload }: OutboxMessage) {
  return { event_id: eventId, key, partition: partitionOf(key), subject, headers, payload };
}

/** The column list of `outboxRow`, for a statement that writes the outbox beside other tables. */
export const outboxColumns = (sql: Sql | Tx) =>
  sql`event_id uuid, key uuid, partition smallint, subject text, headers jsonb, payload text`;

/**
 * Writes events in the caller's transaction. Call it after the row that the events are about is locked: their numbers then
 * rise in commit order within a key, which is what keeps them in order.
 */
export async function append(tx: Tx, messages: readonly OutboxMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await tx`
    insert into outbox (event_id, key, partition, subject, headers, payload)
    select * from json_to_recordset(${JSON.stringify(messages.map(outboxRow))}::text::json) as m (${outboxColumns(tx)})`;
}
