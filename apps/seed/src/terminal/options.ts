import { parseArgs } from 'node:util';
import { CATALOGUE } from '../shop/catalogue.js';

export interface Options {
  readonly url: string;
  readonly seed: number;
  readonly orders: number;
  readonly customers: number;
  readonly products: number;
  /** Requests under way at a time. */
  readonly connections: number;
  /** Only where there is no product, customer or order yet. */
  readonly ifEmpty: boolean;
  readonly help: boolean;
}

export class WrongOption extends Error {}

const DEFAULTS = { seed: 1, orders: 3_000, customers: 600, products: CATALOGUE.length, connections: 24 };

export const HELP = `Fills a shop, a coffee roastery, through the public HTTP API: products with stock, customers, and four
months of orders in every status. Running it again adds nothing; a run that was stopped goes on where it was.

  npm run seed                       ${DEFAULTS.orders} orders of ${DEFAULTS.customers} customers
  npm run seed -- --orders N         so many orders (12 to 100000)
  npm run seed -- --customers N      so many customers (1 to 20000)
  npm run seed -- --products N       so many products (5 to ${DEFAULTS.products})
  npm run seed -- --seed N           another shop: other people, other orders
  npm run seed -- --url URL          another service than the one that runs from this folder (also: ORDERS_URL)
  npm run seed -- --connections N    requests under way at a time (1 to 200, default ${DEFAULTS.connections})
  npm run seed -- --if-empty         only where there is no product, customer or order

Where the service runs with ALLOW_BACKDATING=true, as "npm start -- --demo" does, the orders lie where they belong in
those four months; any other service keeps to its clock, and they are all of today.`;

/** @throws WrongOption with a sentence for the person */
export function readOptions(args: readonly string[], environment: NodeJS.ProcessEnv): Options {
  const { values } = parse(args);
  return {
    url: urlOf(values.url ?? environment['ORDERS_URL'] ?? 'http://localhost:8001'),
    seed: numberOf('seed', values.seed, DEFAULTS.seed, 0, 999_999),
    orders: numberOf('orders', values.orders, DEFAULTS.orders, 12, 100_000),
    customers: numberOf('customers', values.customers, DEFAULTS.customers, 1, 20_000),
    products: numberOf('products', values.products, DEFAULTS.products, 5, CATALOGUE.length),
    connections: numberOf('connections', values.connections, DEFAULTS.connections, 1, 200),
    ifEmpty: values['if-empty'] ?? false,
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    url: text,
    seed: text,
    orders: text,
    customers: text,
    products: text,
    connections: text,
    'if-empty': { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    throw new WrongOption(error instanceof Error ? error.message : String(error));
  }
}

function numberOf(name: string, text: string | undefined, otherwise: number, least: number, most: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new WrongOption(`--${name} takes a whole number from ${least} to ${most}.`);
}

function urlOf(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new WrongOption(`--url takes an address such as http://localhost:8001, not ${text}.`);
}
