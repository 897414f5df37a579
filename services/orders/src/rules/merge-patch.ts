import { DomainError } from '#libs/kernel';
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

/**
 * Metadata after a merge patch; `null` empties it.
 * @throws DomainError validation_failed when it grows beyond `maxBytes`, which a patch within the limit can do
 */
export function mergeMetadata(target: JsonObject, patch: JsonObject | null, maxBytes: number): JsonObject {
  const merged = patch === null ? {} : applyMergePatch(target, patch);
  if (Buffer.byteLength(JSON.stringify(merged)) <= maxBytes) return merged;
  const errors = [{ pointer: '/metadata', message: `must not make the metadata larger than ${maxBytes} bytes` }];
  throw new DomainError('validation_failed', 'The metadata would become too large.', { errors });
}
