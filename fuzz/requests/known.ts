export type Noun = 'orders' | 'customers' | 'products';

/** Stands for something that the service has answered before, which is known only when the request is sent. */
export class Known {
  constructor(
    readonly what: 'id' | 'etag' | 'item' | 'cursor',
    readonly noun: Noun,
    /** Which item of the order. */
    readonly nth = 0,
  ) {}
}

interface Thing {
  /** The SKU of a product, the id of anything else. */
  readonly id: string;
  readonly etag: string;
  readonly items: readonly string[];
}

const MAX_THINGS = 40;

interface Body {
  readonly id?: string;
  readonly sku?: string;
  readonly items?: readonly { readonly id?: string }[];
  readonly version?: number;
  readonly next_cursor?: string | null;
  readonly results?: readonly { readonly order?: Body; readonly product?: Body }[];
}

/** What one client has learned from its answers, so that its next requests are about things that exist. */
export class Shop {
  private readonly things: Record<Noun, Thing[]> = { orders: [], customers: [], products: [] };
  private readonly cursors: Record<Noun, string[]> = { orders: [], customers: [], products: [] };

  /** @param nobody the id of something that is not there, and which no other client names */
  constructor(private readonly nobody: string) {}

  learn(target: string, etag: string | undefined, body: unknown): void {
    const [, noun = ''] = /^\/(orders|customers|products)\b/.exec(target) ?? [];
    if (!isNoun(noun) || typeof body !== 'object' || body === null) return;
    const { next_cursor: cursor, results } = body as Body;
    if (typeof cursor === 'string') keep(this.cursors[noun], cursor);
    for (const { order, product } of results ?? []) this.meet(noun, undefined, order ?? product ?? {});
    this.meet(noun, etag, body);
  }

  private meet(noun: Noun, etag: string | undefined, { id, sku, version, items = [] }: Body): void {
    const name = noun === 'products' ? sku : id;
    if (name === undefined || version === undefined) return;
    const known = this.things[noun].findIndex((thing) => thing.id === name);
    if (known >= 0) this.things[noun].splice(known, 1);
    keep(this.things[noun], { id: name, etag: etag ?? `"${version}"`, items: items.map((item) => String(item.id)) });
  }

  /** @param pick chooses the thing; everything in a request that is about `pick` is about the same one */
  resolve({ what, noun, nth }: Known, pick: number): string {
    const cursors = this.cursors[noun];
    if (what === 'cursor') return cursors[pick % cursors.length] ?? 'none';
    const thing = this.things[noun].at(-1 - (pick % MAX_THINGS)) ?? this.things[noun].at(-1);
    if (what === 'item') return thing?.items[nth % thing.items.length] ?? this.nobody;
    return thing?.[what] ?? (what === 'etag' ? '"1"' : this.nobody);
  }
}

function keep<T>(list: T[], entry: T): void {
  list.push(entry);
  if (list.length > MAX_THINGS) list.shift();
}

function isNoun(word: string): word is Noun {
  return word === 'orders' || word === 'customers' || word === 'products';
}
