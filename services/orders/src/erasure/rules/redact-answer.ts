import { parseJson } from '#libs/kernel';
import { isJsonObject, type Json, type JsonObject } from '../../rules/json.js';

interface Erased {
  readonly customerId: string;
  readonly keepFreeText: boolean;
}

/**
 * The stored body of an answer without the person: wherever in it the customer is told, or an order of the customer. A repeat
 * under the same idempotency key still finds that its request was done, and gets this.
 */
export function redactAnswer(body: string, erased: Erased): string {
  return JSON.stringify(redact(parseJson(body) as Json, erased));
}

function redact(value: Json, erased: Erased): Json {
  if (Array.isArray(value)) return value.map((part: Json) => redact(part, erased));
  if (!isJsonObject(value)) return value;
  const { customerId, keepFreeText } = erased;
  if (value['customer_id'] === customerId) return withoutPerson(value, ['customer_name', 'conversation_id'], keepFreeText);
  if (value['id'] === customerId) return withoutPerson(value, ['email', 'full_name'], false);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, redact(part, erased)]));
}

function withoutPerson(value: JsonObject, names: readonly string[], keepMetadata: boolean): JsonObject {
  const nulls = names.filter((name) => name in value).map((name) => [name, null] as const);
  return { ...value, ...Object.fromEntries(nulls), ...('metadata' in value && !keepMetadata && { metadata: {} }) };
}
