import { isCurrency, toMinor } from '#libs/kernel';
import { inspect, refuse, type Fault } from '#libs/platform';
import { describeAmount } from '../../rules/describe-amount.js';
import type { CreateProduct } from '../rules/product.js';
import { CreateProductDto } from './create-product.dto.js';

/** The command of a create body, with every fault at once. @throws DomainError validation_failed */
export function readCreateProduct(body: unknown, defaultCurrency: string, at = ''): CreateProduct {
  const { value: dto, faults } = inspect(CreateProductDto, body, at);
  const currency = dto.currency ?? defaultCurrency;
  const known = new Set(faults.map(({ pointer }) => pointer));
  refuse([...faults, ...priceFaults(dto.price, currency, at).filter(({ pointer }) => !known.has(pointer))]);
  return {
    sku: dto.sku,
    name: dto.name,
    price: dto.price,
    currency,
    onHand: dto.on_hand,
    lowStockThreshold: dto.low_stock_threshold,
    allowBackorder: dto.allow_backorder,
    tracked: dto.track_stock,
    metadata: dto.metadata,
  };
}

/** What is wrong with a price and its currency, as far as they have the right shape. */
export function priceFaults(price: unknown, currency: string, at = ''): Fault[] {
  if (!isCurrency(currency))
    return [{ pointer: `${at}/currency`, message: 'must be a currency code of ISO 4217, such as EUR' }];
  const wrong = typeof price === 'number' && toMinor(price, currency) === undefined;
  return wrong ? [{ pointer: `${at}/price`, message: describeAmount(currency) }] : [];
}
