import type { Evidence, Movement, StockLine, StoredStock, StreamEvent, ToldLevel } from '../evidence.js';
import { groupBy } from '../invariant.js';
import { expectedLevels, type ExpectedLevel } from './expected-levels.js';

/** The movements that are told of the order whose goods they are. */
const SUBJECTS: ReadonlyMap<string, string> = new Map([
  ['hold', 'inventory.stock_held'],
  ['release', 'inventory.stock_released'],
  ['commit', 'inventory.stock_committed'],
]);

interface Told {
  readonly what: string;
  readonly lines: readonly StockLine[];
}

/** Movements of orders' goods without their one event, and levels that should have been told and have no number. */
export function untoldStock({ movements, stock }: Evidence, events: readonly StreamEvent[]): string[] {
  const perChange = groupBy(toldOfOrders(events), ({ what }) => what);
  const untold = movedForOrders(movements).flatMap(({ what }) => {
    const count = perChange.get(what)?.length ?? 0;
    return count === 1 ? [] : [`${what} was told ${count} times`];
  });
  const perSku = groupBy(movements, ({ sku }) => sku);
  const unnumbered = stock.flatMap(({ sku, level_sequence: last }) => {
    const expected = expectedLevels(perSku.get(sku) ?? []).length;
    return expected === last ? [] : [`${sku} is at level ${last}, its movements make ${expected}`];
  });
  return [...untold, ...unnumbered];
}

/** Events of movements that were none or others, of levels that there never were, and of products that there are not. */
export function untrueStock({ movements, stock }: Evidence, events: readonly StreamEvent[]): string[] {
  const moved = new Map(movedForOrders(movements).map(({ what, lines }) => [what, lines]));
  const ofOrders = toldOfOrders(events).flatMap(({ what, lines }) => {
    const truth = moved.get(what);
    if (!truth) return [`${what} is told, and nothing was booked`];
    return linesOf(lines) === linesOf(truth) ? [] : [`${what} says ${linesOf(lines)}; booked was ${linesOf(truth)}`];
  });
  const products = new Map(stock.map((one) => [one.product_id, one]));
  const perSku = groupBy(movements, ({ sku }) => sku);
  const expected = new Map(stock.map(({ sku }) => [sku, expectedLevels(perSku.get(sku) ?? [])]));
  const ofLevels = events.filter(({ level }) => level !== undefined).flatMap((event) => {
    const product = products.get(event.key);
    if (!product) return [`${event.subject} tells of product ${event.key}, which does not exist`];
    return untrueLevel(event, product, expected.get(product.sku)?.[event.sequence - 1]);
  });
  return [...ofOrders, ...ofLevels];
}

function untrueLevel({ subject, sequence, level }: StreamEvent, { sku }: StoredStock, truth?: ExpectedLevel): string[] {
  const says = levelText({ subject, ...level });
  if (!truth) return [`level ${sequence} of ${sku} is told as ${says}, and no movement left it`];
  const is = levelText({ ...truth, available: truth.on_hand - truth.held });
  return says === is ? [] : [`level ${sequence} of ${sku} is told as ${says}, and was ${is}`];
}

interface NamedLevel extends Partial<ToldLevel> {
  readonly subject: string;
}

function levelText({ subject, on_hand: onHand, held, available, change }: NamedLevel): string {
  const by = change === undefined ? '' : ` after ${change}`;
  return `${subject}${by}: ${onHand} on hand, ${held} held, ${available} available`;
}

function toldOfOrders(events: readonly StreamEvent[]): Told[] {
  return events.flatMap(({ subject, key, sequence, lines }) => {
    return lines ? [{ what: `${subject} ${sequence} of ${key}`, lines }] : [];
  });
}

/** One for each change of an order and kind of movement. */
function movedForOrders(movements: readonly Movement[]): Told[] {
  const named = movements.flatMap((movement) => {
    const { kind, order_id: order, order_sequence: sequence } = movement;
    const subject = SUBJECTS.get(kind);
    return subject && order !== null ? [{ what: `${subject} ${sequence} of ${order}`, movement }] : [];
  });
  return [...groupBy(named, ({ what }) => what)].map(([what, rows]) => {
    return { what, lines: rows.map(({ movement: { sku, held_change: held } }) => ({ sku, quantity: Math.abs(held) })) };
  });
}

const linesOf = (lines: readonly StockLine[]): string => lines.map(({ sku, quantity }) => `${quantity} ${sku}`).sort().join(', ');
