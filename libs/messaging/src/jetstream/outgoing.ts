import { MsgHdrsImpl, type MsgHdrs } from 'nats';

/** An outbox row on its way to the stream. */
export interface Outgoing {
  readonly id: bigint;
  readonly event_id: string;
  readonly key: string;
  readonly partition: number;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
  readonly created_at: Date;
  /** An earlier event of this key is dead, so this one must not be published either. */
  readonly blocked: boolean;
}

/** Room for the headers that are added on the way. */
const HEADER_ROOM = 1_024;
/**
 * Tokens without wildcards and white space; anything else would be another command of the NATS protocol, or a pattern. What
 * begins with `$` is the server's own: to publish there is to give it an order.
 */
const SUBJECT = /^(?!\$)[^\s.*>]+(\.[^\s.*>]+)*$/;
/** In UTF-16, so at most 3,000 bytes. With 4,096 for those of an event and of its answer the server cuts the connection. */
const LONGEST_SUBJECT = 1_000;
const HEADER_NAME = /^[!-9;-~]+$/;
/** Orders to the stream, such as to forget what it holds (`Nats-Rollup`) or to be part of a batch. */
const STREAM_HEADER = /^nats-/i;
/** The one of them that rows have; `headersOf` writes it anew. */
const MESSAGE_ID = 'Nats-Msg-Id';

/** Why the broker can never take a row, or must not be asked to; nothing when it can. Whatever a row holds, it does not throw. */
export function faultOf({ subject, headers, payload }: Outgoing, maxPayload: number): string | undefined {
  if (subject.length > LONGEST_SUBJECT) return `a subject longer than ${LONGEST_SUBJECT} characters`;
  if (!SUBJECT.test(subject)) return `no subject to publish to: ${subject}`;
  if (!isRecord(headers)) return 'headers that are no object';
  let size = Buffer.byteLength(payload);
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== 'string') return `no text in a header: ${name}`;
    if (!HEADER_NAME.test(name) || /[\r\n]/.test(value)) return `no header of NATS: ${name}`;
    if (STREAM_HEADER.test(name) && name !== MESSAGE_ID) return `a header that gives the stream an order: ${name}`;
    size += name.length + Buffer.byteLength(value) + 4;
  }
  const limit = maxPayload - HEADER_ROOM;
  return size > limit ? `larger than the broker takes (${limit} bytes)` : undefined;
}

/** The column holds any JSON. */
function isRecord(headers: unknown): headers is Readonly<Record<string, unknown>> {
  return typeof headers === 'object' && headers !== null && !Array.isArray(headers);
}

/**
 * A row's headers with those of its way. They are written as they are: `faultOf` has looked at them, and to set them one by
 * one makes the client look at each again, which costs more than everything else about a publication.
 */
export function headersOf(row: Outgoing, ofItsWay: Readonly<Record<string, string>> = {}): MsgHdrs {
  const all = { ...row.headers, ...ofItsWay, 'Nats-Msg-Id': row.event_id };
  return MsgHdrsImpl.fromRecord(Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])));
}
