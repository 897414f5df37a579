import { rawRequest } from '../raw.js';
import { anOrderBody, type CreateBody } from '../order-body.js';

/** One try to harm the service: what is sent, and the only answer that is right. */
export type Attempt = readonly [name: string, request: string | Buffer, status: number, code: string];

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** `POST /orders` with a text or bytes that are meant as JSON. */
export const posting = (body: string | Buffer): Buffer => rawRequest('POST /orders', JSON_TYPE, body);

/** `POST /orders` with a body that is right but for the members given. */
export const placing = (given: Partial<CreateBody>): Buffer => posting(JSON.stringify(anOrderBody(given)));

/** `POST /orders` with one item of which the member is spelt as given, for numbers and escapes that no double can hold. */
export function spelling(member: 'qty' | 'price' | 'sku', json: string, currency = 'EUR'): Buffer {
  const item = { sku: '"A"', qty: '1', price: '1', [member]: json };
  const { customer_id: customer } = anOrderBody();
  const text = Object.entries(item).map(([name, value]) => `"${name}":${value}`).join(',');
  return posting(`{"customer_id":"${customer as string}","currency":"${currency}","items":[{${text}}]}`);
}

/** `POST /orders` with metadata spelt as given. */
export function describing(metadata: string): Buffer {
  const body = JSON.stringify(anOrderBody({ metadata: undefined }));
  return posting(`${body.slice(0, -1)},"metadata":${metadata}}`);
}

export const getting = (path: string, headers?: Readonly<Record<string, string>>): Buffer => rawRequest(`GET ${path}`, headers);
