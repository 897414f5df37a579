import { Flag, FreeJson, inspect, Integer, Money, refuse, Text } from '#libs/platform';
import type { JsonObject } from '../../rules/json.js';
import { METADATA_LIMITS } from '../../rules/merge-patch.js';
import { priceFaults } from '../creating/read-create-product.js';
import type { ChangeProduct } from '../rules/change-product.js';
import { PRODUCT_LIMITS } from '../rules/product.js';
import { MAX_UNITS } from '../rules/stock-ledger.js';

const optional = true;
const nullable = true;

export class PatchProductDto {
  @Text({ optional, max: PRODUCT_LIMITS.name, example: 'Widget' })
  name?: string;

  @Money({ optional, nullable, about: 'What an order is charged that names no price; `null` for none', example: 19.99 })
  price?: number | null;

  @Text({ optional, max: 3, about: 'ISO 4217; a product with a price needs the price anew', example: 'EUR' })
  currency?: string;

  @Integer({ optional, nullable, min: 0, max: MAX_UNITS, about: 'Told of when the level next falls to it; `null` for none' })
  low_stock_threshold?: number | null;

  @Flag({ optional, about: 'Taken away only when orders hold no more than is there' })
  allow_backorder?: boolean;

  @Flag({ optional, about: 'Counts for orders from now on; those that hold units keep them' })
  track_stock?: boolean;

  @FreeJson({ optional, nullable, ...METADATA_LIMITS, about: 'A merge patch of RFC 7396: `null` removes a member' })
  metadata?: JsonObject | null;

  @Flag({ optional, about: 'True: it is sold no more; orders that hold it go on. False: it is sold again' })
  archived?: boolean;
}

/** The command of a patch; whether a price fits is known with the product's currency. @throws DomainError validation_failed */
export function readPatchProduct(body: unknown): ChangeProduct {
  const { value: dto, faults } = inspect(PatchProductDto, body);
  const known = new Set(faults.map(({ pointer }) => pointer));
  const ofPrice = dto.currency === undefined ? [] : priceFaults(dto.price, dto.currency);
  refuse([...faults, ...ofPrice.filter(({ pointer }) => !known.has(pointer))]);
  return {
    name: dto.name,
    price: dto.price,
    currency: dto.currency,
    lowStockThreshold: dto.low_stock_threshold,
    allowBackorder: dto.allow_backorder,
    tracked: dto.track_stock,
    metadata: dto.metadata,
    archived: dto.archived,
  };
}
