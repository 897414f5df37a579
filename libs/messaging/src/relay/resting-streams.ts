import { Logger } from '@nestjs/common';
import type { StreamTrouble } from '../jetstream/publisher.js';

interface Rest {
  readonly trouble: StreamTrouble;
  readonly failures: number;
  readonly until: number;
}

const FIRST_REST_MS = 250;
const LONGEST_REST_MS = 2_000;

/**
 * A stream that is full or silent rests, longer each time, while the relay goes on with the others. That it began to rest,
 * or rests for another reason, and that it flows again, is said once.
 */
export class RestingStreams {
  private readonly logger = new Logger('Relay');
  private readonly rests = new Map<string, Rest>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  troubled(trouble: StreamTrouble): void {
    const { stream, reason } = trouble;
    const before = this.rests.get(stream);
    if (before?.trouble.reason !== reason) this.logger.warn({ msg: 'events wait in the outbox', stream, reason });
    const failures = (before?.failures ?? 0) + 1;
    const rest = Math.min(FIRST_REST_MS * 2 ** (failures - 1), LONGEST_REST_MS) * (0.75 + Math.random() / 2);
    this.rests.set(stream, { trouble, failures, until: this.now() + rest });
  }

  flows(stream: string): void {
    if (this.rests.delete(stream)) this.logger.log({ msg: 'events flow again', stream });
  }

  /** Nothing waits for any of them, in no partition: another relay, or an operator, has seen to it. */
  end(): void {
    for (const stream of this.rests.keys()) this.flows(stream);
  }

  /** All may be tried at once: the broker is another one, or there again. */
  wake(): void {
    for (const [stream, rest] of this.rests) this.rests.set(stream, { ...rest, until: 0 });
  }

  /** Streams that took nothing when they were last tried. */
  troubledStreams(): string[] {
    return [...this.rests.keys()];
  }

  isAnyResting(): boolean {
    return [...this.rests.keys()].some((stream) => this.has(stream));
  }

  has(stream: string): boolean {
    return (this.rests.get(stream)?.until ?? 0) > this.now();
  }

  /** The subjects that are not to be published now, as patterns of SQL's LIKE. */
  patterns(): string[] {
    return [...this.rests.values()]
      .filter(({ trouble }) => this.has(trouble.stream))
      .flatMap(({ trouble }) => trouble.subjects.map(likePattern));
  }
}

/** A pattern of NATS as one of LIKE, where `_` and `%` mean something too. */
function likePattern(subject: string): string {
  return subject.replace(/[\\_%]/g, '\\$&').replace(/\*|>$/g, '%');
}
