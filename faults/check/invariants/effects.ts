import { consumerOf } from '../../consumer/note-effect-when-anything-happened.consumer.js';
import type { Effect, Evidence } from '../evidence.js';
import { groupBy, type Invariant } from '../invariant.js';
import { firstCopies } from './events.js';

const idOf = ({ consumer, event_id: id }: Pick<Effect, 'consumer' | 'event_id'>): string => `${consumer} ${id}`;

export const effectsAreOnce: Invariant = {
  name: 'I7',
  about: 'one effect per event, in order; dead letters, effects and parked events are all the events',
  violations: (evidence) => [...wronglyOften(evidence), ...outOfOrder(evidence), ...lettersMissing(evidence)],
};

/** Each event is either an effect or parked, exactly once. */
function wronglyOften({ events, effects, parked }: Evidence): string[] {
  const counts = new Map<string, number>();
  for (const one of [...effects, ...parked]) counts.set(idOf(one), (counts.get(idOf(one)) ?? 0) + 1);
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

function lettersMissing({ parked, garbage, deadLetters }: Evidence): string[] {
  const expected = parked.filter(({ dead }) => dead).length + garbage;
  return deadLetters === expected ? [] : [`${deadLetters} dead letters for ${expected} messages that could not be handled`];
}
