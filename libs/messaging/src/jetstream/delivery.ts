import type { JsMsg } from 'nats';

/** A message that a durable consumer was given and has to answer for. */
export interface Delivery {
  readonly stream: string;
  readonly streamSequence: number;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Uint8Array;
  /** It is done with. Should the answer be lost, it comes back and the inbox knows it. */
  acknowledge(): void;
  /** It comes back after this time. Never at once: a failing event would burn its tries in milliseconds. */
  retryAfter(milliseconds: number): void;
  /** It takes longer; the server is to wait on. */
  stillWorking(): void;
}

export function deliveryOf(message: JsMsg): Delivery {
  return {
    stream: message.info.stream,
    streamSequence: message.seq,
    subject: message.subject,
    headers: Object.fromEntries([...(message.headers ?? [])].map(([name, [value = '']]) => [name, value])),
    data: message.data,
    acknowledge: () => message.ack(),
    retryAfter: (milliseconds) => message.nak(milliseconds),
    stillWorking: () => message.working(),
  };
}
