import { type Intention, orderName } from '../../load/history.js';
import type { Evidence } from '../evidence.js';

/** The members that are looked at of what a client sends. */
export interface AskedBody {
  readonly orders?: readonly AskedBody[];
  readonly expires_at?: string;
  readonly status?: string;
  readonly metadata?: { readonly note?: string };
  readonly items?: readonly AskedUnits[];
  readonly change?: number;
  readonly on_hand?: number;
}

interface AskedUnits {
  readonly quantity: number;
}

export function intentionsOf({ history }: Pick<Evidence, 'history'>): Intention[] {
  return history.filter((entry) => entry.entry === 'intention');
}

export const bodyOf = ({ body }: Intention): AskedBody => body as AskedBody;

export const requestsByKey = (evidence: Pick<Evidence, 'history'>): Map<string, Intention> =>
  new Map(intentionsOf(evidence).map((intention) => [intention.key, intention]));

/** What was asked for as a new order, by the names that such orders carry. */
export function ordersAsked(evidence: Pick<Evidence, 'history'>): Map<string, AskedBody> {
  const named = intentionsOf(evidence).flatMap((intention) => {
    const { kind, key } = intention;
    if (kind === 'create') return [[orderName(key), bodyOf(intention)] as const];
    return (bodyOf(intention).orders ?? []).map((order, row) => [orderName(key, row), order] as const);
  });
  return new Map(named);
}

/** How many units a request wants to be moved one by one, where it does. */
export function unitsAsked({ kind, body }: Intention): number | undefined {
  if (kind !== 'cancel-part' && kind !== 'move-items') return undefined;
  const moves = kind === 'move-items' ? (body as readonly AskedUnits[]) : ((body as AskedBody).items ?? []);
  return moves.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** The status in which an order is after a request, where it says one. */
export function statusAsked(intention: Intention): string | undefined {
  if (intention.kind === 'cancel') return 'cancelled';
  return intention.kind === 'move' ? bodyOf(intention).status : undefined;
}
