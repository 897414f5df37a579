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
  return JSON.stringify(redact(JSON.parse(body) as Json, erased));
}

function redact(value: Json, erased: Erased): Json {
  if (Array.isArray(value)) return value.map((part: Json) => redact(part, erased));
  if (!isJsonObject(value)) return value;
  if (value['customer_id'] === erased.customerId) return { ...value, ...nobody(value, erased, ['customer_name', 'conversation_id']) };
  if (value['id'] === erased.customerId) return { ...value, ...nobody(value, { ...erased, keepFreeText: false }, ['email', 'full_name']) };
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, redact(part, erased)]));
}

function nobody(value: JsonObject, { keepFreeText }: Erased, names: readonly string[]): JsonObject {
  const nulls = names.filter((name) => name in value).map((name) => [name, null] as const);
  return { ...Object.fromEntries(nulls), ...('metadata' in value && !keepFreeText && { metadata: {} }) };
}
