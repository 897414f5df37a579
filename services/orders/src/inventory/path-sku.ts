import { SKU_FORM } from './rules/product.js';
import { ProductNotFound } from './rules/product.errors.js';

/** The SKU in a path. @throws ProductNotFound for a text that no product can be called by */
export function pathSkuOf(text: string): string {
  if (!SKU_FORM.test(text)) throw new ProductNotFound();
  return text;
}
