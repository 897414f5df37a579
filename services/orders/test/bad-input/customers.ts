import { randomUUID } from 'node:crypto';
import { rawRequest } from '../raw.js';
import { getting, type Attempt } from './attempt.js';

const FIELD = 'validation_failed';
const ID = randomUUID();
const JSON_TYPE = { 'Content-Type': 'application/json' };

const send = (line: string, body: string): Buffer => rawRequest(line, JSON_TYPE, body);
const create = (given: object): Buffer =>
  send('POST /customers', JSON.stringify({ email: 'ada@example.com', full_name: 'Ada', ...given }));

const NO_EMAILS: readonly Attempt[] = [
  '', ' ', 'ada', 'ada@', 'a b@c.example', 'ada@example.com\n', 'ada\u0000@example.com', 'Ada <ada@example.com>',
  'ädä@example.com', '\ud83d@example.com', `${'l'.repeat(65)}@example.com`, `a@${'d.'.repeat(130)}com`,
  `a@${'d-'.repeat(500_000)}`, 5, true, null, ['a@b'], {},
].map((email) => [`the email ${JSON.stringify(email).slice(0, 40)}`, create({ email }), 422, FIELD]);

const NO_NAMES: readonly Attempt[] = [
  '', '  \u3000', 'Ada\nBcc: eve', 'Ada\u0000', 'Ada\u001b[31m', 'Ada\u0085', 'Ada\u2028', '\ude00', 'x'.repeat(201),
  'x'.repeat(1_000_000), `e${'\u0301'.repeat(10_000)}`, 5, null, ['Ada'], { toString: 'x' },
].map((full_name) => [`the name ${JSON.stringify(full_name).slice(0, 40)}`, create({ full_name }), 422, FIELD]);

const NO_CUSTOMERS: readonly Attempt[] = [
  ['no body', send('POST /customers', ''), 422, FIELD],
  ['a list', send('POST /customers', '[]'), 422, FIELD],
  ['half a customer', send('POST /customers', '{"email":"ada@'), 400, 'malformed_json'],
  ['two emails', send('POST /customers', '{"email":"a@b","email":"c@d","full_name":"A"}'), 400, 'duplicate_key'],
  ['an id of the client', create({ id: ID }), 422, FIELD],
  ['an erasure by the client', create({ erased_at: null }), 422, FIELD],
  ['metadata that is a list', create({ metadata: [1] }), 422, FIELD],
  ['metadata of 17 KB', create({ metadata: { a: 'x'.repeat(17_000) } }), 422, FIELD],
  ['metadata with a NUL', create({ metadata: { a: '\u0000' } }), 422, FIELD],
  ['__proto__ in metadata', send('POST /customers', '{"metadata":{"__proto__":{}}}'), 400, 'forbidden_key'],
  ['a patch without an email', send(`PATCH /customers/${ID}`, '{"email":null}'), 422, FIELD],
  ['a patch of a member that is not known', send(`PATCH /customers/${ID}`, '{"version":7}'), 422, FIELD],
  ['an erasure with a word', send(`POST /customers/${ID}/erase`, '{"keep_free_text":"yes"}'), 422, FIELD],
  ['an erasure of nobody', send(`POST /customers/${ID}/erase`, '{}'), 404, 'customer_not_found'],
  ['DELETE of a customer', rawRequest(`DELETE /customers/${ID}`), 405, 'method_not_allowed'],
];

const NO_PATHS: readonly Attempt[] = [
  ['/customers/x', 422, FIELD],
  [`/customers/{${ID}}`, 422, FIELD],
  ['/customers/%00', 422, FIELD],
  ["/customers/'%20or%201=1/orders", 422, FIELD],
  ['/customers/x/orders/last', 422, FIELD],
  [`/customers/${ID}`, 404, 'customer_not_found'],
  [`/customers/${ID}/orders`, 404, 'customer_not_found'],
  [`/customers/${ID}/orders/last`, 404, 'customer_not_found'],
  [`/customers/${ID}/orders?customer_id=${ID}`, 422, FIELD],
  [`/customers/${ID}/orders?cursor=x`, 400, 'invalid_cursor'],
  ['/customers?limit=0', 422, FIELD],
  ['/customers?limit=1e9', 422, FIELD],
  ['/customers?skip=10001', 422, FIELD],
  ['/customers?cursor=a&skip=1', 422, FIELD],
  ['/customers?q=', 422, FIELD],
  ['/customers?q=a%00b', 422, FIELD],
  [`/customers?email=${'x'.repeat(255)}`, 422, FIELD],
  ['/customers?include_erased=1', 422, FIELD],
  ['/customers?name=ada', 422, FIELD],
  ['/customers?cursor=%F0%9F%98%80', 400, 'invalid_cursor'],
].map(([path, status, code]) => [`the path ${String(path).slice(0, 50)}`, getting(String(path)), Number(status), String(code)]);

export const CUSTOMERS = [...NO_EMAILS, ...NO_NAMES, ...NO_CUSTOMERS, ...NO_PATHS];
