/** What the connected server can do. */
export interface Capabilities {
  readonly version: string;
  /** Several messages or none (ADR-50, since 2.12). */
  readonly atomicBatches: boolean;
  /** Consumers with more than one subject filter (since 2.10). */
  readonly severalFilters: boolean;
  /** The largest message, headers included. */
  readonly maxPayload: number;
}
