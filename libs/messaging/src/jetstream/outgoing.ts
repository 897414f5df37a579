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
/** Tokens without wildcards and white space; anything else would be another command of the NATS protocol, or a pattern. */
const SUBJECT = /^[^\s.*>]+(\.[^\s.*>]+)*$/;
const HEADER_NAME = /^[!-9;-~]+$/;

/** Why the broker can never take a row, found before it is asked; nothing when it can. */
export function faultOf({ subject, headers, payload }: Outgoing, maxPayload: number): string | undefined {
  if (!SUBJECT.test(subject)) return `no subject to publish to: ${subject}`;
  let size = Buffer.byteLength(payload);
  for (const [name, value] of Object.entries(headers)) {
    if (!HEADER_NAME.test(name) || /[\r\n]/.test(value)) return `no header of NATS: ${name}`;
    size += name.length + Buffer.byteLength(value) + 4;
  }
  const limit = maxPayload - HEADER_ROOM;
  return size > limit ? `larger than the broker takes (${limit} bytes)` : undefined;
}

/**
 * A row's headers with those of its way. They are written as they are: `faultOf` has looked at them, and to set them one by
 * one makes the client look at each again, which costs more than everything else about a publication.
 */
export function headersOf(row: Outgoing, ofItsWay: Readonly<Record<string, string>> = {}): MsgHdrs {
  const all = { ...row.headers, ...ofItsWay, 'Nats-Msg-Id': row.event_id };
  return MsgHdrsImpl.fromRecord(Object.fromEntries(Object.entries(all).map(([name, value]) => [name, [value]])));
}
