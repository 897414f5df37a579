/** Longest texts, in code points. An order with every field full still fits into one event of 1 MiB. */
export const TEXT = { sku: 128, name: 200, reference: 128, reason: 500 } as const;

/** The largest body of an event: what a broker takes in one message (1 MiB unless it was set up otherwise), less the headers. */
export const MAX_EVENT_BYTES = 1_048_576 - 4_096;

export const MAX_ITEMS = 500;
export const MAX_QTY = 1_000_000;
export const MAX_BULK = 100;
/** Of all orders of a bulk request. */
export const MAX_BULK_ITEMS = 10_000;
