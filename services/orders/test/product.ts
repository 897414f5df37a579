import { randomUUID } from 'node:crypto';
import type { ProductBody } from '../src/inventory/product.presenter.js';
import type { Client } from './service.js';

/** A valid body whose SKU nobody else has. */
export function aProductBody(given: Readonly<Record<string, unknown>> = {}) {
  return { sku: `P-${randomUUID()}`, name: 'Widget', price: 19.99, on_hand: 10, ...given };
}

/** A new product, created through the API. @throws Error when that is not answered with 201 */
export async function createProduct(client: Client, given: Readonly<Record<string, unknown>> = {}): Promise<ProductBody> {
  const { status, body } = await client.post<ProductBody>('/products', aProductBody(given));
  if (status !== 201) throw new Error(`the product was not created: ${JSON.stringify(body)}`);
  return body;
}

/** The entity tag of a product with the given version and movement. */
export function tagOf({ id }: Pick<ProductBody, 'id'>, versionAndMovement: string): string {
  return `"${id.slice(-12)}.${versionAndMovement}"`;
}
