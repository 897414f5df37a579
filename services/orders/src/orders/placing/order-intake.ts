import { Inject, Injectable } from '@nestjs/common';
import { DomainError, isUuid } from '#libs/kernel';
import { ProductsCatalogue } from '../../inventory/products-catalogue.js';
import { SKU_FORM } from '../../inventory/rules/product.js';
import { expiryPolicyOf, type OrdersSettings } from '../../orders.config.js';
import { ORDERS_SETTINGS } from '../../tokens.js';
import { CustomersDirectory } from '../../customers/customers-directory.js';
import { skusWithoutPrice } from '../rules/catalogue-prices.js';
import type { PlaceOrder } from '../rules/place-order.js';
import { inspectPlaceOrder, toPlaceOrder, type InspectedOrder, type Known, type ShopRules } from './read-place-order.js';

/** Reads orders as clients send them, and looks up what they leave to the catalogue. */
@Injectable()
export class OrderIntake {
  private readonly shop: ShopRules;

  constructor(
    private readonly catalogue: ProductsCatalogue,
    private readonly customers: CustomersDirectory,
    @Inject(ORDERS_SETTINGS) settings: OrdersSettings,
  ) {
    this.shop = {
      currency: settings.defaultCurrency,
      expiry: expiryPolicyOf(settings),
      onlyProducts: settings.skuCheck === 'enforce',
      onlyCustomers: settings.customerCheck === 'enforce',
    };
  }

  /** @throws DomainError empty_items, validation_failed, UnknownCustomer, UnknownSku, ProductArchived */
  async read(body: unknown): Promise<PlaceOrder> {
    const inspected = inspectPlaceOrder(body);
    return toPlaceOrder(inspected, await this.lookUp([inspected]), this.shop);
  }

  /** Many bodies that are looked up together: for each its command, or why there is none. */
  async readAll(bodies: readonly unknown[], at: (index: number) => string): Promise<(PlaceOrder | DomainError)[]> {
    const inspected = bodies.map((body, index) => orRefusal(() => inspectPlaceOrder(body, at(index))));
    const known = await this.lookUp(inspected.filter((one): one is InspectedOrder => !(one instanceof DomainError)));
    return inspected.map((one) => (one instanceof DomainError ? one : orRefusal(() => toPlaceOrder(one, known, this.shop))));
  }

  /** Only what the bodies need: for most nothing at all. */
  private async lookUp(orders: readonly InspectedOrder[]): Promise<Known> {
    const items = orders.flatMap((order) => order.items);
    const skus = this.shop.onlyProducts ? items.map(({ sku }) => sku) : skusWithoutPrice(items);
    const customers = this.shop.onlyCustomers ? orders.map(({ value }) => value.customer_id) : [];
    const [offers, known] = await Promise.all([
      this.catalogue.find(skus.filter(isSearchable)),
      this.customers.known(customers.filter(isUuid)),
    ]);
    return { offers, customers: known };
  }
}

/** Of a body with faults a SKU may be anything; what no product can be called need not be asked for. */
function isSearchable(sku: unknown): sku is string {
  return typeof sku === 'string' && SKU_FORM.test(sku);
}

function orRefusal<T>(read: () => T): T | DomainError {
  try {
    return read();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
