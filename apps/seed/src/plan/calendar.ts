import type { Random } from '#libs/kernel';
import type { Route } from './stories.js';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Sunday first, as `Date` counts. */
const WEEKDAYS: Readonly<Record<Route, readonly number[]>> = {
  parcel: [1.3, 1.2, 1, 0.9, 1, 0.8, 0.9],
  pickup: [0.3, 0.8, 0.9, 1, 1.1, 1.4, 1.6],
  counter: [1.2, 0.7, 0.8, 0.8, 0.9, 1.2, 1.8],
};

/** How busy each hour of the day is, from midnight. UTC: the shop's own clock would make a plan depend on the machine. */
const HOURS: Readonly<Record<Route, readonly number[]>> = {
  parcel: [2, 1, 0, 0, 0, 1, 3, 5, 6, 7, 7, 6, 8, 7, 5, 5, 6, 7, 9, 12, 13, 11, 8, 4],
  pickup: [0, 0, 0, 0, 0, 0, 2, 6, 9, 8, 7, 7, 9, 8, 6, 6, 7, 9, 6, 3, 2, 1, 0, 0],
  counter: [0, 0, 0, 0, 0, 0, 3, 12, 16, 13, 10, 9, 12, 11, 9, 9, 7, 4, 1, 0, 0, 0, 0, 0],
};

const DENSEST = 1.8 * 16 * 1.25;

/** A moment of the period at which an order of this route may well come in; a shop that grows has more of them lately. */
export function drawMoment(route: Route, from: Date, until: Date, random: Random): Date {
  for (;;) {
    const share = random.next();
    const moment = new Date(Math.floor(from.getTime() + share * (until.getTime() - from.getTime())));
    const busy = (WEEKDAYS[route][moment.getUTCDay()] ?? 0) * (HOURS[route][moment.getUTCHours()] ?? 0) * (0.75 + share / 2);
    if (random.next() * DENSEST < busy) return moment;
  }
}
