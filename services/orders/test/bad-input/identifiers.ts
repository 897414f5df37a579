import { randomUUID } from 'node:crypto';
import { getting, placing, type Attempt } from './attempt.js';

const FIELD = 'validation_failed';
const ID = '550e8400-e29b-41d4-a716-446655440000';
const NIL = '00000000-0000-0000-0000-000000000000';
const named = (customer_id: unknown): Buffer => placing({ customer_id });
const due = (estimated_ready_time: unknown): Buffer => placing({ estimated_ready_time });
const forged = (text: string): Buffer => getting(`/orders?cursor=${Buffer.from(text).toString('base64url')}`);

const NO_UUIDS: readonly Attempt[] = [
  ['of nothing but zeros', NIL],
  ['in braces', `{${ID}}`],
  ['without hyphens', ID.replaceAll('-', '')],
  ['as a URN', `urn:uuid:${ID}`],
  ['with a space', ` ${ID}`],
  ['with a line feed', `${ID}\n`],
  ['with wide digits', ID.replace('5', '５')],
  ['cut short', ID.slice(0, -1)],
  ['that is a number', 5],
  ['that is SQL', `${ID}' or '1'='1`],
].map(([name, id]) => [`a UUID ${name}`, named(id), 422, FIELD]);

const NO_TIMES: readonly Attempt[] = [
  'now', 'infinity', 'epoch', 'tomorrow', '', '2026-02-30T12:00:00Z', '2026-13-01T12:00:00Z', '2026-01-01T24:00:00Z',
  '2026-01-01T12:60:00Z', '2026-01-01T12:00:00', '2026-01-01', '10000-01-01T00:00:00Z', '+010000-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z', '9999-12-31T23:59:59-01:00', '2026-01-01T12:00:00+25:00', '2026-01-01 12:00:00Z BC', 1.7e9, true,
].map((time) => [`the time ${JSON.stringify(time)}`, due(time), 422, FIELD]);

const NO_PAGES: readonly Attempt[] = [
  'limit=0', 'limit=-1', 'limit=1e9', 'limit=101', 'limit=1.5', 'limit=', 'limit=1&limit=2', 'limit=%00', 'limit=%EF%BC%91',
  'skip=-1', 'skip=10001', 'sort=price', 'sort=id;drop%20table', 'sort=constructor', 'status=lost', 'status[]=draft',
  'customer_id=x', 'created_after=now', 'created_after=infinity', 'created_after=99999-01-01T00:00:00Z',
  'created_before=2026-02-30T00:00:00Z', 'min_total=-1', 'min_total=NaN', 'max_total=1e400', 'include_total=yes', 'on_hold=1',
  'q=', 'q=%00', 'q=a%00b', `q=${'x'.repeat(201)}`, 'sku=%0d%0aSet-Cookie:x', 'cursor=a&skip=1', '__proto__=1', 'constructor=1',
].map((query) => [`the query ${query.slice(0, 40)}`, getting(`/orders?${query}`), 422, FIELD]);

const NO_CURSORS: readonly Attempt[] = [
  ['nonsense', getting('/orders?cursor=x')],
  ['not base64', getting('/orders?cursor=%F0%9F%98%80')],
  ['a forged one', forged(`AAAAAAAAAAA.0.${randomUUID()}`)],
  ['SQL', forged(`AAAAAAAAAAA.0' or 1=1 --.${ID}`)],
  ['JSON', forged('{"id":{"$gt":""}}')],
  ['NUL', forged('\0\0\0')],
].map(([name, request]) => [`a cursor that is ${name as string}`, request as Buffer, 400, 'invalid_cursor']);

const NO_PATHS: readonly Attempt[] = [
  ['/orders/x', 422, FIELD],
  [`/orders/{${ID}}`, 422, FIELD],
  [`/orders/${ID.replaceAll('-', '')}`, 422, FIELD],
  [`/orders/${ID}%00`, 422, FIELD],
  ['/orders/%00', 422, FIELD],
  ["/orders/'%20or%201=1", 422, FIELD],
  ['/orders/__proto__', 422, FIELD],
  [`/orders/${'x'.repeat(400)}`, 422, FIELD],
  [`/orders/${'x'.repeat(2_000)}`, 414, 'uri_too_long'],
  [`/orders/${ID}`, 404, 'order_not_found'],
  [`/orders/${NIL}`, 422, FIELD],
  ['/orders/%zz', 400, 'malformed_request'],
  ['/orders/%ff', 400, 'malformed_request'],
  ['/orders/%C0%80', 400, 'malformed_request'],
  ['/../../etc/passwd', 404, 'route_not_found'],
  ['/orders/../../etc/passwd', 404, 'route_not_found'],
  ['/orders/..%2f..%2fetc%2fpasswd', 422, FIELD],
  [`/orders/urn:uuid:${ID}`, 422, FIELD],
  [`/orders/${ID}/journey%00`, 404, 'route_not_found'],
  [`/orders/{${ID}}/summary`, 422, FIELD],
  ['/orders/stream?order_id=%00', 422, FIELD],
  ['/orders/stream?last_event_id=-1', 422, FIELD],
  ['/orders/statistics?created_after=infinity', 422, FIELD],
  ['/orders/statistics/daily?from=2026-02-30', 422, FIELD],
  ['/schemas/..%2f..%2fetc/passwd', 404, 'not_found'],
  ['/docs/..%2f..%2fpackage.json', 404, 'route_not_found'],
  [`/orders/${ID}/journey/x`, 404, 'route_not_found'],
  ['//orders', 404, 'route_not_found'],
].map(([path, status, code]) => [`the path ${String(path).slice(0, 50)}`, getting(String(path)), Number(status), String(code)]);

export const IDENTIFIERS = [...NO_UUIDS, ...NO_TIMES, ...NO_PAGES, ...NO_CURSORS, ...NO_PATHS];
