import { consumerOf } from '../../consumer/note-effect-when-anything-happened.consumer.js';
import { OWN_CONSUMERS } from '../../consumer/own-consumers.js';
import type { Evidence, HandledEvent } from '../evidence.js';
import { groupBy, type Invariant } from '../invariant.js';
import { firstCopies } from './events.js';
import { setAsideByService, wrongLetters, wronglyParked } from './set-aside.js';

const idOf = ({ consumer, event_id: id }: HandledEvent): string => `${consumer} ${id}`;

export const effectsAreOnce: Invariant = {
  name: 'I7',
  about: 'one effect per event, in order; only what is poisonous is set aside, with a dead letter',
  violations: (evidence) => [
    ...wronglyOften(evidence),
    ...outOfOrder(evidence),
    ...wronglyParked(evidence),
    ...setAsideByService(evidence),
    ...wrongLetters(evidence),
    ...notHandledByService(evidence),
  ],
};

/** Each event is either an effect or parked, exactly once. */
function wronglyOften({ events, effects, parked }: Evidence): string[] {
  const counts = new Map<string, number>();
  const ours = parked.filter(({ consumer }) => !OWN_CONSUMERS.has(consumer));
  for (const one of [...effects, ...ours]) counts.set(idOf(one), (counts.get(idOf(one)) ?? 0) + 1);
  const wrong = firstCopies(events).flatMap(({ stream, eventId, subject, key, sequence }) => {
    const id = idOf({ consumer: consumerOf(stream), event_id: eventId });
    const count = counts.get(id) ?? 0;
    counts.delete(id);
    return count === 1 ? [] : [`${subject} ${sequence} of ${key} had ${count} effects`];
  });
  return [...wrong, ...[...counts.keys()].map((id) => `an effect of what is in no stream: ${id}`)];
}

function outOfOrder({ effects, events }: Evidence): string[] {
  const numbered = new Set(events.filter((event) => event.numbered).map(({ eventId }) => eventId));
  const perKey = groupBy(effects.filter(({ event_id: id }) => numbered.has(id)), ({ consumer, key }) => `${consumer} ${key}`);
  return [...perKey].flatMap(([key, made]) => {
    const at = made.findIndex(({ sequence }, index) => sequence !== index + 1);
    return at < 0 ? [] : [`effect ${at + 1} of ${key} is of event ${made[at]?.sequence}`];
  });
}

/** The note of it is committed with its effect. */
function notHandledByService({ events, handled }: Evidence): string[] {
  const noted = new Set(handled.map(idOf));
  const numbered = firstCopies(events).filter((event) => event.numbered);
  return [...OWN_CONSUMERS].flatMap(([consumer, stream]) => {
    const theirs = numbered.filter((event) => event.stream === stream);
    const missing = theirs.filter(({ eventId }) => !noted.has(idOf({ consumer, event_id: eventId })));
    return missing.map(({ subject, sequence, key }) => `${consumer} has not handled ${subject} ${sequence} of ${key}`);
  });
}
