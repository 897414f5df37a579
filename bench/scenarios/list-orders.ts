import { makeOrders } from './orders.js';
import type { Scenario } from './scenario.js';

const PAGE = 20;

export const firstPage: Scenario = {
  name: 'first-page',
  about: `GET /orders, the newest ${PAGE}`,
  target: 'service',
  prepare: async (url) => {
    await makeOrders(url, PAGE);
    return [{ method: 'GET', path: `/orders?limit=${PAGE}` }];
  },
};

export const fiftiethPage: Scenario = {
  name: 'fiftieth-page',
  about: `GET /orders, the 50th page of ${PAGE} by cursor`,
  target: 'service',
  prepare: async (url) => {
    await makeOrders(url, 51 * PAGE);
    return [{ method: 'GET', path: await pathOfPage(url, 50) }];
  },
};

/** Turns the pages as a client does. */
export async function pathOfPage(url: string, page: number, filter = ''): Promise<string> {
  let path = `/orders?limit=${PAGE}${filter}`;
  for (let turned = 1; turned < page; turned += 1) {
    const answer = await fetch(url + path);
    const { next_cursor: cursor } = (await answer.json()) as { next_cursor: string | null };
    if (cursor === null) throw new Error(`there is no page ${page} of ${path}`);
    path = `/orders?limit=${PAGE}${filter}&cursor=${cursor}`;
  }
  return path;
}
