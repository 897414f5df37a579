import type { Attempt } from './attempt.js';
import { CHANGES } from './changes.js';
import { CUSTOMERS } from './customers.js';
import { HTTP } from './http.js';
import { IDENTIFIERS } from './identifiers.js';
import { NUMBERS } from './numbers.js';
import { PRODUCTS } from './products.js';
import { STRINGS } from './strings.js';
import { STRUCTURE } from './structure.js';

/** The bad-input list, by what is wrong. */
export const ATTEMPTS: readonly (readonly [string, readonly Attempt[]])[] = [
  ['numbers', NUMBERS],
  ['strings', STRINGS],
  ['structure', STRUCTURE],
  ['identifiers and times', IDENTIFIERS],
  ['HTTP', HTTP],
  ['changes', CHANGES],
  ['customers', CUSTOMERS],
  ['products', PRODUCTS],
];
