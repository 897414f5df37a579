import { createHash } from 'node:crypto';
import { DomainError, isUuid } from '#libs/kernel';

/** The place after which a page goes on: the sort value and the id of the last row that was given out. */
export interface Place {
  readonly value: string;
  readonly id: string;
}

/** Whether a text can be the value of a place. Anybody can write a cursor, and the database must not choke on it. */
export type ValueForm = (value: string) => boolean;

/** What fits into a `bigint`. */
export const isWhole: ValueForm = (value) => /^-?\d{1,18}$/.test(value);

/** A time as we write it. 2026-02-30 is none, and PostgreSQL knows no year 0. */
export const isTime: ValueForm = (value) => {
  const written = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(value) && value >= '0001';
  const time = new Date(written ? value : Number.NaN);
  return !Number.isNaN(time.getTime()) && time.toISOString() === value;
};

/** As it stands in a list that is sorted by names. */
export const isPlainText: ValueForm = (value) => /^[^\p{Cc}]+$/u.test(value);

/** The longest cursor: a name of 200 letters, of four bytes each. */
export const MAX_CURSOR = 1_200;

/**
 * Cursors are opaque to clients: the place, and a mark of the list that it belongs to, so that a cursor of another filter
 * or sort is refused instead of giving out a page that fits nowhere. They hold nothing secret and need no signature.
 */
export function writeCursor(place: Place, list: unknown): string {
  return Buffer.from(`${markOf(list)}.${place.value}.${place.id}`).toString('base64url');
}

/**
 * @param isValue what a value of this list looks like
 * @throws DomainError invalid_cursor
 */
export function readCursor(cursor: string, list: unknown, isValue: ValueForm): Place {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, mark, value = '', id] = /^([\w-]{11})\.(.+)\.([0-9a-f-]{36})$/.exec(text) ?? [];
  if (mark !== markOf(list) || !isValue(value) || !isUuid(id)) {
    throw new DomainError('invalid_cursor', 'This cursor was not given out for a list with these filters and this sort.', {
      errors: [{ pointer: '/query/cursor', message: 'was not given out by this list' }],
    });
  }
  return { value, id };
}

function markOf(list: unknown): string {
  return createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, 11);
}
