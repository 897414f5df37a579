import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { systemClock } from '#libs/kernel';
import { Instant, read, refuse } from '#libs/platform';
import type { OrdersSettings } from '../orders.config.js';
import { ORDERS_SETTINGS } from '../tokens.js';

export const OCCURRED_AT = 'x-occurred-at';
const POINTER = `/headers/${OCCURRED_AT}`;

/** Earlier times are taken for a mistake of the client, such as seconds instead of milliseconds. */
const EARLIEST = new Date('2000-01-01T00:00:00Z');

class OccurredAtHeader {
  @Instant()
  [OCCURRED_AT]!: string;
}

/** Nothing happens by them, so the header means nothing there. */
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD']);

const told = new WeakMap<FastifyRequest, Date>();

/**
 * Lets an import say when something happened (`X-Occurred-At`), where `ALLOW_BACKDATING` is true. Elsewhere the header is
 * refused rather than ignored: who sends it would believe in times that are not kept.
 */
@Injectable()
export class OccurredAtGuard implements CanActivate {
  constructor(@Inject(ORDERS_SETTINGS) private readonly settings: OrdersSettings) {}

  /** @throws DomainError validation_failed */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const header = { [OCCURRED_AT]: request.headers[OCCURRED_AT] };
    if (header[OCCURRED_AT] === undefined || READING.has(request.method)) return true;
    if (!this.settings.allowBackdating) {
      refuse([{ pointer: POINTER, message: 'is taken only where ALLOW_BACKDATING is true' }]);
    }
    const at = new Date(read(OccurredAtHeader, header, '/headers')[OCCURRED_AT]);
    if (at < EARLIEST || at > systemClock()) {
      refuse([{ pointer: POINTER, message: 'must be a time of the past, and not before the year 2000' }]);
    }
    told.set(request, at);
    return true;
  }
}

/** When what is asked for happens: now, or when the import says that it happened. */
export function momentOf(request: FastifyRequest): Date {
  return told.get(request) ?? systemClock();
}
