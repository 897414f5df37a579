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

/** Looks at each piece of data and decides about it. The connection is the same object for all pieces of one connection. */
export type Strike = (piece: Buffer, direction: Direction, connection: object) => Verdict;

/** Hears each piece of data that is not lost. */
export type Listener = (piece: Buffer, direction: Direction, connection: object) => void;

/** What weather, strikes and resets have done so far: pieces of data, and connections. */
export interface Toll {
  delayed: number;
  stalled: number;
  lost: number;
  reset: number;
  refused: number;
}

/** Holds a piece up for as long as the weather says. @returns whether it did */
export async function endure({ delayMs, bytesPerSecond }: Weather, bytes: number): Promise<boolean> {
  const late = delayMs ? delayMs.from + Math.random() * (delayMs.to - delayMs.from) : 0;
  const slow = bytesPerSecond ? (bytes / bytesPerSecond) * 1_000 : 0;
  if (late + slow > 0) await delay(late + slow);
  return late + slow > 0;
}
