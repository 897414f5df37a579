/** What the connected server can do. */
export interface Capabilities {
  readonly version: string;
  /** Several messages or none (ADR-50, since 2.12). */
  readonly atomicBatches: boolean;
  /** The largest message, headers included. */
  readonly maxPayload: number;
}
