import type { FastifyReply } from 'fastify';
import { QueryFlag, QueryInteger, refuse, Text } from '#libs/platform';
import { MAX_CURSOR, writeCursor, type Place } from './cursor.js';
import { linkNextPage } from './next-page.js';

/** The parameters by which every long list is read page by page. */
export class PageQuery {
  @QueryInteger({ min: 1, max: 100, default: 20, about: 'Entries of a page; a page of very large orders has fewer' })
  limit?: string;

  @Text({ optional: true, max: MAX_CURSOR, about: '`next_cursor` of the page before' })
  cursor?: string;

  @QueryInteger({
    min: 0,
    max: 10_000,
    default: 0,
    about: 'Entries to pass over: those that you have; prefer `cursor`, which costs the same on every page',
  })
  skip?: string;

  @QueryFlag({ about: 'Count everything that the filter matches' })
  include_total?: string;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
  readonly skip?: number;
  readonly includeTotal?: boolean;
}

export interface Page<T> {
  readonly rows: readonly T[];
  readonly nextCursor: string | null;
  /** How many there are in all, where that was asked for. */
  readonly total?: number;
}

/** @throws DomainError validation_failed for a cursor together with `skip` */
export function readPage({ limit, cursor, skip, include_total: includeTotal }: PageQuery): PageRequest {
  if (cursor !== undefined && skip !== undefined) {
    refuse([{ pointer: '/query/skip', message: 'goes with the first page only; a cursor already names its place' }]);
  }
  return { limit: Number(limit ?? 20), cursor, skip: Number(skip ?? 0), includeTotal: includeTotal === 'true' };
}

/**
 * The page of rows of which one more than `limit` was asked for, so that its presence tells that the list goes on.
 * `list` is what the cursor belongs to.
 */
export function pageOf<T>(found: readonly T[], limit: number, list: unknown, placeOf: (row: T) => Place): Page<T> {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  const more = found.length > limit && last !== undefined;
  return { rows, nextCursor: more ? writeCursor(placeOf(last), list) : null };
}

/**
 * Sends `{"<member>": […], "next_cursor", "has_more", "total"?}` with the `Link` to the page that follows; `first` are members
 * that stand before the list.
 */
export async function sendPage<T>(
  reply: FastifyReply,
  member: string,
  { rows, nextCursor, total }: Page<T>,
  present: (row: T) => object,
  first: object = {},
): Promise<void> {
  linkNextPage(reply, reply.request.url, nextCursor);
  await reply.send({
    ...first,
    [member]: rows.map(present),
    next_cursor: nextCursor,
    has_more: nextCursor !== null,
    ...(total !== undefined && { total }),
  });
}
