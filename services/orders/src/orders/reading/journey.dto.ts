import { PickType } from '@nestjs/swagger';
import { QueryInteger, read } from '#libs/platform';
import { PageQuery, readPage, type PageRequest } from '../../listing/page.js';

/** So many that hardly any order has a second page. */
const MAX_STEPS = 1_000;

export class JourneyQuery extends PickType(PageQuery, ['cursor'] as const) {
  @QueryInteger({ min: 1, max: MAX_STEPS, default: MAX_STEPS, about: 'Steps of a page; a page of very large steps has fewer' })
  limit?: string;
}

/** @throws DomainError validation_failed with every fault of the query */
export function readJourneyQuery(query: unknown): PageRequest {
  const { limit = String(MAX_STEPS), cursor } = read(JourneyQuery, query, '/query');
  return readPage({ limit, cursor });
}
