import { apiDescription } from './api-errors.js';
import type { Outgoing } from './outgoing.js';

/** A row that the broker will never take. */
export interface Refusal {
  readonly row: Outgoing;
  readonly reason: string;
}

/** What became of the rows of one stream. Those in neither list were not tried, or their fate is unknown. */
export interface StreamOutcome {
  readonly acknowledged: readonly Outgoing[];
  readonly refused: readonly Refusal[];
  /** Why the rest stays: the stream is full, away, slow. */
  readonly trouble?: string;
}

/** Longest wait for one acknowledgement. */
export const ACK_LIMIT_MS = 4_000;

/** What the server said, or else what the client says, such as `TIMEOUT`. */
export function reasonOf(error: unknown): string {
  return apiDescription(error) ?? (error instanceof Error ? error.message : String(error));
}
