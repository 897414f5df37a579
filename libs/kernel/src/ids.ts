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

/** The newest id made without a time: its millisecond, and a counter that begins at random (RFC 9562, section 6.2, method 1). */
let newest = { msecs: 0, seq: 0 };

/** A millisecond that begins high in the counter may run out of it; then the clock goes ahead a little. */
function next(now: number, random: Uint8Array): { msecs: number; seq: number } {
  const { msecs, seq } = newest;
  if (now > msecs) return { msecs: now, seq: new DataView(random.buffer, random.byteOffset).getUint32(6) >>> 1 };
  return seq < 0xffff_ffff ? { msecs, seq: seq + 1 } : { msecs: msecs + 1, seq: 0 };
}

/**
 * A new UUIDv7 (RFC 9562): sortable by time of making, so that index pages fill from one side; those of one process ascend.
 * With `at`, the id carries that millisecond, so that ids sort as the creation times beside them do, and within it at random.
 */
export function newId(at?: Date): string {
  const random = sixteenRandomBytes();
  if (at) return v7({ random, msecs: at.getTime() });
  newest = next(Date.now(), random);
  return v7({ random, ...newest });
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
