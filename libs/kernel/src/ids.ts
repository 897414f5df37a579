import { v7 } from 'uuid';

/** Random bytes are drawn from the system for many ids at a time: the call costs more than the bytes. */
const pool = new Uint8Array(16 * 256);
let used = pool.length;

function sixteenRandomBytes(): Uint8Array {
  if (used === pool.length) {
    crypto.getRandomValues(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}

/**
 * A new UUIDv7 (RFC 9562): sortable by time of making, so that index pages fill from one side. With `at`, the id carries
 * that millisecond, so that ids sort as the creation times beside them do. Within a millisecond they sort at random.
 */
export function newId(at?: Date): string {
  return v7({ random: sixteenRandomBytes(), msecs: at?.getTime() ?? Date.now() });
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
