import { availableOf, type Cause, type Movement, type StockLevel } from './stock.js';
import { InsufficientStock, ProductArchived, StockInconsistent, TooManyUnits, type Shortfall } from './stock.errors.js';

/** Far below what a column can hold, so that no sum of one transaction overflows it. */
export const MAX_UNITS = 1_000_000_000;

/** A movement that is booked: a row of the ledger, with the level after it. */
export interface LedgerRow extends Movement {
  readonly number: number;
  readonly onHand: number;
  readonly held: number;
  readonly cause: Cause;
}

export type LevelNoticeKind = 'stock_adjusted' | 'stock_low' | 'stock_out' | 'stock_back';

/** Something to be told about the level of a product, which stands as it does after everything of its cause. */
export interface LevelNotice {
  readonly kind: LevelNoticeKind;
  readonly level: StockLevel;
  /** Of an adjustment: by how much `onHand` changed. */
  readonly change?: number;
  readonly cause: Cause;
}

/**
 * The stock rows that a transaction holds locked, and what it books on them. It decides as the database will: what is booked
 * here passes the constraints there. Causes are booked one after the other, each wholly or not at all, so that of many
 * orders in one commit the first ones get the last units.
 */
export class StockLedger {
  readonly rows: LedgerRow[] = [];
  readonly notices: LevelNotice[] = [];
  private readonly levels: Map<string, StockLevel>;

  constructor(locked: readonly StockLevel[]) {
    this.levels = new Map(locked.map((level) => [level.sku, level]));
  }

  /** The level with everything that is booked so far; `undefined` for a SKU that is no product or was not locked. */
  levelOf(sku: string): StockLevel | undefined {
    return this.levels.get(sku);
  }

  /**
   * Books the movements of one cause, all or none.
   * @throws InsufficientStock with every SKU that is short, ProductArchived for holds on archived products,
   * TooManyUnits, StockInconsistent when more is to be released than is held
   */
  book(movements: readonly Movement[], cause: Cause): void {
    const drafts = [...bySku(movements)].map(([sku, ofSku]) => this.draft(sku, ofSku, cause));
    refuse(drafts);
    for (const { rows, after, notices } of drafts) {
      this.rows.push(...rows);
      this.notices.push(...notices);
      this.levels.set(after.sku, after);
    }
  }

  private draft(sku: string, movements: readonly Movement[], cause: Cause): Draft {
    const before = this.levels.get(sku);
    if (!before) throw new Error(`the stock of ${sku} was not locked`);
    let level = before;
    const rows: LedgerRow[] = [];
    for (const asked of movements) {
      const movement = withinTheHouse(asked, level);
      if (!movement) continue;
      level = moved(level, movement);
      const { lastMovement: number, onHand, held } = level;
      rows.push({ ...movement, number, onHand, held, cause });
    }
    const notices = noticesOf(before, level, rows, cause);
    return { movements, before, rows, after: notices.at(-1)?.level ?? level, notices };
  }
}

interface Draft {
  readonly movements: readonly Movement[];
  readonly before: StockLevel;
  readonly after: StockLevel;
  readonly rows: readonly LedgerRow[];
  readonly notices: readonly LevelNotice[];
}

/** In SKU order, whatever order the lines of an order are in. */
function bySku(movements: readonly Movement[]): Map<string, Movement[]> {
  const groups = new Map<string, Movement[]>();
  const sorted = movements.toSorted((a, b) => (a.sku < b.sku ? -1 : a.sku > b.sku ? 1 : 0));
  for (const movement of sorted) groups.set(movement.sku, [...(groups.get(movement.sku) ?? []), movement]);
  return groups;
}

/**
 * Goods of a backorder that were never in the house cannot be lost there: no more is written off than there is. Otherwise an
 * order of them could not be cancelled.
 */
function withinTheHouse(movement: Movement, { onHand }: StockLevel): Movement | undefined {
  if (movement.kind !== 'write_off' || onHand + movement.onHandChange >= 0) return movement;
  return onHand === 0 ? undefined : { ...movement, onHandChange: -onHand };
}

function moved(level: StockLevel, { onHandChange, heldChange }: Movement): StockLevel {
  return {
    ...level,
    onHand: level.onHand + onHandChange,
    held: level.held + heldChange,
    lastMovement: level.lastMovement + 1,
  };
}

function refuse(drafts: readonly Draft[]): void {
  const archived = drafts.filter(({ before, movements }) => before.archived && movements.some(({ kind }) => kind === 'hold'));
  if (archived.length > 0) throw new ProductArchived(archived.map(({ before }) => before.sku));
  const inconsistent = drafts.filter(({ after }) => after.held < 0);
  if (inconsistent.length > 0) throw new StockInconsistent(inconsistent.map(({ before }) => before.sku));
  const uncountable = drafts.filter(({ after }) => Math.max(after.onHand, after.held) > MAX_UNITS);
  if (uncountable.length > 0) throw new TooManyUnits(uncountable.map(({ before }) => before.sku));
  const shortfall = drafts.flatMap(shortfallOf);
  if (shortfall.length > 0) throw new InsufficientStock(shortfall);
}

function shortfallOf({ before, after }: Draft): Shortfall[] {
  const { sku } = before;
  if (after.onHand < 0) return [{ sku, requested: before.onHand - after.onHand, available: before.onHand }];
  if (!after.allowBackorder && availableOf(after) < 0) {
    return [{ sku, requested: availableOf(before) - availableOf(after), available: availableOf(before) }];
  }
  return [];
}

/** What is to be told: each change of what is in the house beside a sale, and each threshold that was crossed on the whole. */
function noticesOf(before: StockLevel, after: StockLevel, movements: readonly Movement[], cause: Cause): LevelNotice[] {
  const change = movements.reduce((sum, { kind, onHandChange }) => (kind === 'commit' ? sum : sum + onHandChange), 0);
  const kinds: LevelNoticeKind[] = [...(change === 0 ? [] : ['stock_adjusted' as const]), ...crossings(before, after)];
  return kinds.map((kind, index) => {
    const level = { ...after, levelSequence: before.levelSequence + index + 1 };
    return { kind, level, cause, ...(kind === 'stock_adjusted' && { change }) };
  });
}

/** The thresholds that lie between two levels. */
export function crossings(before: StockLevel, after: StockLevel): LevelNoticeKind[] {
  const fellTo = (limit: number): boolean => availableOf(before) > limit && availableOf(after) <= limit;
  const { lowStockThreshold: threshold } = after;
  return [
    ...(threshold !== null && fellTo(threshold) ? ['stock_low' as const] : []),
    ...(fellTo(0) ? ['stock_out' as const] : []),
    // What nobody was told of before was not away: the first delivery of a new product brings nothing back.
    ...(availableOf(before) <= 0 && availableOf(after) > 0 && before.levelSequence > 0 ? ['stock_back' as const] : []),
  ];
}
