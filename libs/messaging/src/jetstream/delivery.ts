import { Logger } from '@nestjs/common';
import { millis, type JsMsg } from 'nats';

const logger = new Logger('Deliveries');

/** A message that a durable consumer was given and has to answer for. */
export interface Delivery {
  readonly stream: string;
  readonly streamSequence: number;
  readonly subject: string;
  /** Without those that break the rules for headers, which a server carries all the same, or that PostgreSQL cannot keep. */
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

/** Most is read only when it is asked for: to parse the headers costs as much as to parse the body, and few need them. */
export class NatsDelivery implements Delivery {
  constructor(private readonly message: JsMsg) {}

  get stream(): string {
    return this.message.info.stream;
  }

  get streamSequence(): number {
    return this.message.seq;
  }

  get subject(): string {
    return this.message.subject;
  }

  get headers(): Readonly<Record<string, string>> {
    try {
      const all = [...(this.message.headers ?? [])].map(([name, [value = '']]) => [name, value] as const);
      return Object.fromEntries(all.filter(([, value]) => !/[\r\n\0]/.test(value)));
    } catch {
      // nats.js reads none when the name of one is wrong.
      return {};
    }
  }

  get data(): Uint8Array {
    return this.message.data;
  }

  get storedAt(): Date {
    return new Date(millis(this.message.info.timestampNanos));
  }

  acknowledge(): void {
    answer(() => this.message.ack());
  }

  retryAfter(milliseconds: number): void {
    answer(() => this.message.nak(milliseconds));
  }

  stillWorking(): void {
    answer(() => this.message.working());
  }
}

/** On a closed connection an answer throws. It is then as good as lost, and the server delivers again when its wait is over. */
function answer(send: () => void): void {
  try {
    send();
  } catch (error) {
    logger.debug({ msg: 'an answer was lost; the event comes again', reason: String(error) });
  }
}
