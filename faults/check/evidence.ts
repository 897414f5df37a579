import type { Entry } from '../load/history.js';
import type { Recovery } from '../watch/recovery.js';

/** An order as the database has it at the end. */
export interface StoredOrder {
  readonly id: string;
  /** Of the request that it says it comes from. */
  readonly key: string | null;
  readonly status: string;
  readonly total_amount: number;
  readonly last_sequence: number;
  readonly note: string | null;
  /** When it ends by itself; `null` where nothing will end it: it never had such a time, has moved on or is on hold. */
  readonly expires_at: string | null;
}

/** One line of an order's journey. */
export interface Step {
  readonly order_id: string;
  readonly sequence: number;
  readonly event_type: string;
  readonly to_status: string;
  /** The key of the request that made it, or `expiry`. */
  readonly actor: string;
  /** When the request for it came. */
  readonly at: string;
  /** How many units it moved one by one; `null` where it moved none, or the whole order. */
  readonly units: number | null;
}

export interface StoredStock {
  readonly sku: string;
  readonly product_id: string;
  readonly on_hand: number;
  readonly held: number;
  readonly level_sequence: number;
  /** Units that the lines of orders hold. */
  readonly promised: number;
  /** Units that have left the house, as the lines of orders say. */
  readonly departed: number;
}

export interface Movement {
  readonly sku: string;
  readonly number: number;
  readonly kind: string;
  /** The order whose goods moved, and the number of its event that tells why. */
  readonly order_id: string | null;
  readonly order_sequence: number | null;
  readonly on_hand_change: number;
  readonly held_change: number;
  readonly on_hand: number;
  readonly held: number;
  readonly reason: string | null;
}

export interface StockLine {
  readonly sku: string;
  readonly quantity: number;
}

/** What a level event says of its product. */
export interface ToldLevel {
  readonly on_hand: number;
  readonly held: number;
  readonly available: number;
  /** Of an adjustment. */
  readonly change?: number;
}

/** A message of a stream, in its place. */
export interface StreamEvent {
  readonly stream: string;
  readonly subject: string;
  readonly eventId: string;
  /** The order or product, and which of its events this one is; what a stock event of an order says is not numbered. */
  readonly key: string;
  readonly sequence: number;
  readonly numbered: boolean;
  /** Of the order after the whole change, in an event that tells it. Events of one change have one version. */
  readonly status?: string;
  readonly version?: number;
  /** What of an order's goods moved, in an event that tells that. */
  readonly lines?: readonly StockLine[];
  readonly level?: ToldLevel;
}

export interface Effect {
  readonly consumer: string;
  readonly event_id: string;
  readonly key: string;
  readonly sequence: number;
  readonly subject: string;
  /** When it was made: what its event tells of was committed before. */
  readonly at: string;
}

export interface ParkedEvent {
  readonly consumer: string;
  readonly event_id: string;
  /** The order or product that waits. */
  readonly key: string;
  /** The one that could not be handled; the others wait behind it. */
  readonly dead: boolean;
}

/** A copy of what a consumer could not handle. */
export interface DeadLetter {
  readonly consumer: string;
  /** Missing when it is no event. */
  readonly event_id?: string;
}

/** An event that one of the service's own consumers has handled, as its inbox says. */
export interface HandledEvent {
  readonly consumer: string;
  readonly event_id: string;
}

/** A fault that was injected, and what came after. */
export interface InjectedFault {
  readonly name: string;
  readonly target: string;
  readonly at: number;
  /** What was seen of it; missing when it could not be done. */
  readonly sign?: string;
  /** From when to when, until every program ran again; ms since 1970. */
  readonly window?: { readonly from: number; readonly to: number };
  /** Missing for what goes on in the background. */
  readonly recovery?: Recovery;
  /** For a relay that stood still: ms until another one went on, `null` when none did. */
  readonly takeover?: number | null;
  /** Why it could not be done. */
  readonly notInjected?: string;
}

/** Everything that a verdict is made of. Nothing in it is asked of the service under test. */
export interface Evidence {
  readonly history: readonly Entry[];
  readonly orders: readonly StoredOrder[];
  readonly journey: readonly Step[];
  readonly stock: readonly StoredStock[];
  /** In the order of their numbers. */
  readonly movements: readonly Movement[];
  /** The streams one after the other, each in its order. */
  readonly events: readonly StreamEvent[];
  /** Messages that are no events, planted by the run. */
  readonly garbage: number;
  /** Subjects of what waits in the outbox, and of what the broker would never take. */
  readonly outbox: readonly string[];
  readonly outboxDead: readonly string[];
  /** In the order in which they were made. */
  readonly effects: readonly Effect[];
  readonly parked: readonly ParkedEvent[];
  readonly handled: readonly HandledEvent[];
  readonly deadLetters: readonly DeadLetter[];
  readonly faults: readonly InjectedFault[];
  /** How many faults the plan has. The time of a run may be over before each has had its turn. */
  readonly planned: number;
  /** By how much the times for recovering are stretched; 1 when left out. */
  readonly patience?: number;
  /** Programs that ended although nobody ordered it, and what no program may say. */
  readonly deaths: readonly string[];
  readonly complaints: readonly string[];
  readonly memory: readonly { readonly replica: string; readonly peakMegabytes: number }[];
}
