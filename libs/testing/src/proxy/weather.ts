import { setTimeout as delay } from 'node:timers/promises';

/** `there`: from the client to the server; `back`: the answers. */
export type Direction = 'there' | 'back';

/** What happens to the bytes on a link. An empty object is a fine day. */
export interface Weather {
  /** Each piece of data waits so long, drawn anew for each. */
  readonly delayMs?: { readonly from: number; readonly to: number };
  readonly bytesPerSecond?: number;
  /** Bytes of this direction wait until the weather changes. */
  readonly stalls?: Direction;
  /** Bytes of this direction are lost; the connections that lost some are reset when the weather changes. */
  readonly swallows?: Direction;
  /** Nobody gets through: open connections are reset, and new ones at once. */
  readonly cut?: boolean;
}

/**
 * What is done with one piece of data. `half`: the first half still gets through before the connection is reset. `mute`: it
 * gets through, but from now on what the server says on this connection is lost, whatever the weather.
 */
export type Verdict = 'pass' | 'reset' | 'half' | 'mute';

/** Looks at each piece of data and decides about it. */
export type Strike = (piece: Buffer, direction: Direction) => Verdict;

/** How long the weather holds a piece up. */
export async function endure({ delayMs, bytesPerSecond }: Weather, bytes: number): Promise<void> {
  const late = delayMs ? delayMs.from + Math.random() * (delayMs.to - delayMs.from) : 0;
  const slow = bytesPerSecond ? (bytes / bytesPerSecond) * 1_000 : 0;
  if (late + slow > 0) await delay(late + slow);
}
