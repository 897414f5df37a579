import { v7 } from 'uuid';

/**
 * A new UUIDv7 (RFC 9562): sortable by time of making, so that index pages fill from one side. With `at`, the id carries
 * that millisecond, so that ids sort as the creation times beside them do; within a millisecond they sort at random.
 */
export function newId(at?: Date): string {
  return at === undefined ? v7() : v7({ msecs: at.getTime() });
}

const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * Whether `text` is a UUID in the one form of RFC 9562 section 4, in either case. PostgreSQL also takes braces, missing
 * hyphens and other spellings; two spellings of one id would be two keys to our clients, so they are refused here.
 * The nil and max UUIDs stand for "no one" and are refused as well.
 */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && CANONICAL.test(text);
}
