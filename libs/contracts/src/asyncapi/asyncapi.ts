import { SCHEMAS } from '../generated/schemas.js';
import { describeEvents } from './describe-events.js';

/** The AsyncAPI 3.0 document of all events, the same as asyncapi.json in the repository. */
export function asyncApiDocument(): Record<string, unknown> {
  return describeEvents(SCHEMAS);
}
