import { Inject, Injectable } from '@nestjs/common';
import { traced, type Database } from '#libs/database';
import { DATABASE } from '../tokens.js';

/** What an order has to know about a product. */
export interface CatalogueEntry {
  readonly sku: string;
  readonly name: string;
  /** In minor units of `currency`. */
  readonly priceMinor: bigint | null;
  readonly currency: string;
  readonly archived: boolean;
}

interface EntryRow {
  sku: string;
  name: string;
  price_minor: bigint | null;
  currency: string;
  archived: boolean;
}

/** The products as those see them who take orders. */
@Injectable()
export class ProductsCatalogue {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The products among these SKUs, by their SKUs. */
  async find(skus: Iterable<string>): Promise<Map<string, CatalogueEntry>> {
    const wanted = [...new Set(skus)];
    if (wanted.length === 0) return new Map();
    const rows = await traced(
      'find products',
      () => this.database.sql<EntryRow[]>`
      select sku, name, price_minor, currency, archived_at is not null as archived from products
      where sku = any(${wanted}::text[])`,
    );
    const entries = rows.map(({ sku, name, price_minor: priceMinor, currency, archived }) => ({
      sku,
      name,
      priceMinor,
      currency,
      archived,
    }));
    return new Map(entries.map((entry) => [entry.sku, entry]));
  }
}
