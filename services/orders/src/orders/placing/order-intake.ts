import { Inject, Injectable } from '@nestjs/common';
import { DomainError } from '#libs/kernel';
import { ProductsCatalogue } from '../../inventory/products-catalogue.js';
import { expiryPolicyOf, type OrdersSettings } from '../../orders.config.js';
import { ORDERS_SETTINGS } from '../../tokens.js';
import { skusWithoutPrice } from '../rules/catalogue-prices.js';
import type { PlaceOrder } from '../rules/place-order.js';
import { inspectPlaceOrder, toPlaceOrder, type InspectedOrder, type ShopRules } from './read-place-order.js';

/** Reads orders as clients send them, and looks up what they leave to the catalogue. */
@Injectable()
export class OrderIntake {
  private readonly shop: ShopRules;

  constructor(
    private readonly catalogue: ProductsCatalogue,
    @Inject(ORDERS_SETTINGS) settings: OrdersSettings,
  ) {
    this.shop = {
      currency: settings.defaultCurrency,
      expiry: expiryPolicyOf(settings),
      onlyProducts: settings.skuCheck === 'enforce',
    };
  }

  /** @throws DomainError empty_items, validation_failed, UnknownSku, ProductArchived */
  async read(body: unknown): Promise<PlaceOrder> {
    const inspected = inspectPlaceOrder(body);
    return toPlaceOrder(inspected, await this.lookUp([inspected]), this.shop);
  }

  /** Many bodies with one look into the catalogue: for each its command, or why there is none. */
  async readAll(bodies: readonly unknown[], at: (index: number) => string): Promise<(PlaceOrder | DomainError)[]> {
    const inspected = bodies.map((body, index) => orRefusal(() => inspectPlaceOrder(body, at(index))));
    const offers = await this.lookUp(inspected.filter((one): one is InspectedOrder => !(one instanceof DomainError)));
    return inspected.map((one) => (one instanceof DomainError ? one : orRefusal(() => toPlaceOrder(one, offers, this.shop))));
  }

  private lookUp(orders: readonly InspectedOrder[]) {
    const items = orders.flatMap((order) => order.items);
    const wanted = this.shop.onlyProducts ? items.map(({ sku }) => sku) : skusWithoutPrice(items);
    return this.catalogue.find(wanted);
  }
}

function orRefusal<T>(read: () => T): T | DomainError {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
