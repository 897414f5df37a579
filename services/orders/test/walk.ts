import type { Client } from './service.js';

/** What each page of a list has besides its rows. */
export interface AnyPage {
  readonly next_cursor: string | null;
  readonly has_more: boolean;
}

/** Everything in a list, from page to page by its cursors. `path` holds a query already. */
export async function walk<P extends AnyPage, T>(client: Client, path: string, rowsOf: (page: P) => readonly T[]): Promise<T[]> {
  const found: T[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const address: string = cursor === '' ? path : `${path}&cursor=${cursor}`;
    const { status, body } = await client.get<P>(address);
    if (status !== 200 || body.has_more !== (body.next_cursor !== null)) throw new Error(`${status} ${JSON.stringify(body)}`);
    found.push(...rowsOf(body));
    cursor = body.next_cursor;
  }
  return found;
}
