import { Logger } from '@nestjs/common';
import { millis, type JsMsg } from 'nats';

const logger = new Logger('Deliveries');

/** A message that a durable consumer was given and has to answer for. */
export interface Delivery {
  readonly stream: string;
  readonly streamSequence: number;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly data: Uint8Array;
  /** When the stream stored it. */
  readonly storedAt: Date;
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
    storedAt: new Date(millis(message.info.timestampNanos)),
    acknowledge: () => answer(() => message.ack()),
    retryAfter: (milliseconds) => answer(() => message.nak(milliseconds)),
    stillWorking: () => answer(() => message.working()),
  };
}

/** On a closed connection an answer throws. It is then as good as lost, and the server delivers again when its wait is over. */
function answer(send: () => void): void {
  try {
    send();
  } catch (error) {
    logger.debug({ msg: 'an answer was lost; the event comes again', reason: String(error) });
  }
}
