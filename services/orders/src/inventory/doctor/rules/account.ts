import type { StockLevel } from '../../rules/stock.js';

/** Units of a SKU, in pieces. */
export interface Units {
  readonly onHand: number;
  readonly held: number;
}

/** What the movements of a SKU say. */
export interface LedgerAccount {
  /** All changes, added up. */
  readonly sum: Units;
  /** The level that the newest movement left. */
  readonly newest: Units;
  readonly movements: number;
  /** The highest number, 0 without movements. */
  readonly lastNumber: number;
  /** Numbers that are left out below the highest. */
  readonly missing: number;
  /** Movements, later than the newest repair, whose level does not follow from that of the number before. */
  readonly brokenSteps: number;
}

/** The three accounts of one SKU, read at one moment. */
export interface Account {
  readonly sku: string;
  /** `undefined` when there is no stock row. */
  readonly counters: StockLevel | undefined;
  readonly ledger: LedgerAccount;
  /** What orders say that they hold, and how many orders that are. */
  readonly held: number;
  readonly holders: number;
  /** Orders with stocked lines that are not over, whether or not they still hold. */
  readonly liveOrders: number;
  /** Orders whose movements add up to something else than they hold. */
  readonly unlike: number;
}

export interface OrderAccount {
  readonly orderId: string;
  /** `null` when the order is gone. */
  readonly status: string | null;
  readonly held: number;
  readonly ledgerHeld: number;
}

/** Movements that are missing, with the levels on both sides. */
export interface Gap {
  readonly first: number;
  readonly last: number;
  readonly from: Units;
  readonly to: Units;
}

/** An account that does not add up, with what a repair and a person need to know. Lists are cut off: see `LIMITS`. */
export interface Case {
  readonly account: Account;
  /** Newest first. */
  readonly unlike: readonly OrderAccount[];
  /** Orders that hold units, newest first. */
  readonly holders: readonly OrderAccount[];
  /** Oldest first, those below the highest number. */
  readonly gaps: readonly Gap[];
}

export const LIMITS = {
  /** Orders that one transaction of a repair sets right, so that it stays short; more take several. */
  unlike: 500,
  holders: 10,
  /** Beyond it something else happened than a lost movement, and a person has to look. */
  missing: 1_000,
} as const;
