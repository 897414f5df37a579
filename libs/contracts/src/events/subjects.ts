import type { EventsBySubject } from '../generated/event-types.js';
import { EVENT_TYPES } from '../generated/subjects.js';

export type Subject = keyof EventsBySubject;
export type EventType = EventsBySubject[Subject]['event_type'];

export const SUBJECTS: readonly Subject[] = Object.values(EVENT_TYPES);

/** The NATS subject that an event of this type is published on: `orders.order_created` for `order_created`. */
export function subjectOf<T extends EventType>(eventType: T): (typeof EVENT_TYPES)[T] {
  return EVENT_TYPES[eventType];
}

export function isSubject(text: string): text is Subject {
  return (SUBJECTS as readonly string[]).includes(text);
}
