import { fromMinor } from '#libs/kernel';
import { ProductArchived } from '../../inventory/rules/stock.errors.js';
import { UnknownSku } from './order.errors.js';

/** What the catalogue says of a SKU. */
export interface Offer {
  readonly name: string;
  /** In minor units of `currency`; `null` when every order names its own. */
  readonly priceMinor: bigint | null;
  readonly currency: string;
  readonly archived: boolean;
}

export type Offers = ReadonlyMap<string, Offer>;

/** A line as a client sent it; of unchecked input the members may be anything. */
export interface RequestedItem {
  readonly sku?: unknown;
  readonly price?: unknown;
  readonly item_name?: unknown;
}

interface Fault {
  readonly pointer: string;
  readonly message: string;
}

/** The SKUs whose price has to be looked up: those of the lines that name none. */
export function skusWithoutPrice(items: readonly RequestedItem[]): string[] {
  return items.flatMap(({ sku, price }) => (price === undefined && typeof sku === 'string' ? [sku] : []));
}

/** A line without a price is sold as the catalogue has it at this moment: its price, and its name unless the line has one. */
export function fillFromCatalogue<Item extends RequestedItem>(item: Item, offers: Offers, currency: string): Item {
  const offer = item.price === undefined && typeof item.sku === 'string' ? offers.get(item.sku) : undefined;
  if (!offer || offer.priceMinor === null || offer.currency !== currency) return item;
  return { ...item, price: fromMinor(offer.priceMinor, currency), item_name: item.item_name ?? offer.name };
}

/** Lines without a price whose product is sold in another currency: nothing is ever converted. */
export function currencyFaults(items: readonly RequestedItem[], offers: Offers, currency: string, at = ''): Fault[] {
  return items.flatMap(({ sku, price }, index) => {
    const offer = price === undefined && typeof sku === 'string' ? offers.get(sku) : undefined;
    if (!offer || offer.priceMinor === null || offer.currency === currency) return [];
    const message = `is required: the catalogue has a price in ${offer.currency} only, the order is in ${currency}`;
    return [{ pointer: `${at}/items/${index}/price`, message }];
  });
}

/** @throws ProductArchived; UnknownSku when only products may be ordered and a line names none */
export function assertOnSale(items: readonly { readonly sku: string }[], offers: Offers, onlyProducts: boolean, at = ''): void {
  const unknown = items.flatMap(({ sku }, index) => (offers.has(sku) ? [] : [`${at}/items/${index}/sku`]));
  if (onlyProducts && unknown.length > 0) throw new UnknownSku(unknown);
  const archived = items.filter(({ sku }) => offers.get(sku)?.archived === true).map(({ sku }) => sku);
  if (archived.length > 0) throw new ProductArchived([...new Set(archived)]);
}
