import type { Api } from '../api/api.js';
import { Refused, type Problem } from '../api/errors.js';
import type { Delivery } from '../plan/deliveries.js';
import { CURRENCY, type Product } from '../shop/catalogue.js';

interface BulkAnswer {
  readonly results: readonly { readonly index: number; readonly status: number; readonly problem?: Problem }[];
}

/** Rows of one bulk request. */
const ROWS = 50;

/** Creates products; those whose SKU is taken stay as they are. @returns how many are new @throws Refused */
export async function createProducts(api: Api, products: readonly Product[], at: Date): Promise<number> {
  let made = 0;
  for (let first = 0; first < products.length; first += ROWS) {
    const rows = products.slice(first, first + ROWS).map(bodyOf);
    const { body } = await api.send<BulkAnswer>('POST', '/products/bulk', {
      body: { products: rows },
      actor: 'office:petra',
      at,
    });
    made += body.results.filter(({ status }) => status === 201).length;
    const wrong = body.results.find(({ problem }) => problem && problem.status !== 409);
    if (wrong?.problem) throw new Refused('POST', `/products/bulk, row ${wrong.index + 1},`, wrong.problem);
  }
  return made;
}

interface MovementsAnswer {
  readonly movements: readonly { readonly document: string | null }[];
  readonly next_cursor: string | null;
}

/**
 * Books deliveries into the stock, each once: what an earlier run booked is found by its delivery note in the ledger, since
 * the service forgets an idempotency key after a day.
 */
export class Warehouse {
  private readonly booked = new Map<string, Promise<ReadonlySet<string>>>();

  constructor(
    private readonly api: Api,
    private readonly seed: number,
  ) {}

  /** @returns whether it was not there yet @throws Refused */
  async receive({ sku, quantity, document, at }: Delivery): Promise<boolean> {
    const note = `${document}-${this.seed}`;
    if ((await this.documentsOf(sku)).has(note)) return false;
    const body = { change: quantity, reason: 'delivery received', document: note };
    await this.api.send('POST', stockOf(sku), { body, key: `seed-${note}-${sku}`, actor: 'warehouse:olu', at });
    return true;
  }

  /** As they were before this run began to add to them. */
  private documentsOf(sku: string): Promise<ReadonlySet<string>> {
    const known = this.booked.get(sku) ?? this.readDocuments(sku);
    this.booked.set(sku, known);
    return known;
  }

  private async readDocuments(sku: string): Promise<ReadonlySet<string>> {
    const documents = new Set<string>();
    const first = `${stockOf(sku)}/movements?kind=adjust&limit=100`;
    for (let path: string | undefined = first; path !== undefined;) {
      const { body }: { body: MovementsAnswer } = await this.api.send<MovementsAnswer>('GET', path);
      for (const { document } of body.movements) documents.add(document ?? '');
      path = body.next_cursor === null ? undefined : `${first}&cursor=${body.next_cursor}`;
    }
    return documents;
  }
}

const stockOf = (sku: string): string => `/products/${encodeURIComponent(sku)}/stock`;

function bodyOf({ sku, name, price, lowStockThreshold, allowBackorder, trackStock, group }: Product) {
  return {
    sku,
    name,
    price,
    currency: CURRENCY,
    low_stock_threshold: lowStockThreshold,
    allow_backorder: allowBackorder,
    track_stock: trackStock,
    metadata: { group },
  };
}
