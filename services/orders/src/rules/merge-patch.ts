import { countContainers, DomainError } from '#libs/kernel';
import { isJsonObject, type Json, type JsonObject } from './json.js';

/** RFC 7396: members that are `null` are removed, objects are merged, all else replaces. */
export function applyMergePatch(target: JsonObject, patch: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      merged.delete(key);
    } else if (isJsonObject(value)) {
      const old = merged.get(key);
      merged.set(key, applyMergePatch(isJsonObject(old) ? old : {}, value));
    } else {
      merged.set(key, value);
    }
  }
  return Object.fromEntries(merged);
}

/** What clients may keep with an order, a product or a customer. */
export const METADATA_LIMITS = { maxBytes: 16_384, maxDepth: 16, maxContainers: 500 } as const;

/**
 * Metadata after a merge patch; `null` empties it.
 * @throws DomainError validation_failed when it grows beyond the limits, which a patch within them can do
 */
export function mergeMetadata(target: JsonObject, patch: JsonObject | null): JsonObject {
  const merged = patch === null ? {} : applyMergePatch(target, patch);
  const { maxBytes, maxContainers } = METADATA_LIMITS;
  if (Buffer.byteLength(JSON.stringify(merged)) > maxBytes) throw tooLarge(`${maxBytes} bytes`);
  if (countContainers(merged) > maxContainers) throw tooLarge(`${maxContainers} objects and arrays`);
  return merged;
}

function tooLarge(limit: string): DomainError {
  const errors = [{ pointer: '/metadata', message: `must not make the metadata larger than ${limit}` }];
  return new DomainError('validation_failed', 'The metadata would become too large.', { errors });
}
