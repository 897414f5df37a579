import { isUuid } from '#libs/kernel';

/** What an event is about, and which of the events about it this one is. */
export interface EventScope {
  /** The id of the order or of the product, in small letters: two spellings of one are no two orders. */
  readonly key: string;
  /** Rises with each change of the key. */
  readonly sequence: number;
  /** Whether the numbers of the key are 1, 2, 3 …; where they are not, nobody can know of a missing event. */
  readonly gapless: boolean;
}

/** That the inbox has room for (`int`). */
const LARGEST = 2_147_483_647;

/** How bodies tell it. The first that fits counts: a stock level may name an order besides. */
const SCOPES = [
  { key: 'product_id', sequence: 'sequence', gapless: true },
  { key: 'order_id', sequence: 'sequence', gapless: true },
  // What an order holds of the stock goes by the number of the order's event that changed it.
  { key: 'order_id', sequence: 'order_sequence', gapless: false },
] as const;

/** The scope that a body names; `undefined` when it names none. */
export function scopeOf(body: object): EventScope | undefined {
  const members = body as Readonly<Record<string, unknown>>;
  const scope = SCOPES.find(({ key, sequence }) => key in members && sequence in members);
  if (!scope) return undefined;
  const { [scope.key]: key, [scope.sequence]: sequence } = members;
  if (!isUuid(key) || !isPositive(sequence)) return undefined;
  return { key: key.toLowerCase(), sequence, gapless: scope.gapless };
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= LARGEST;
}
