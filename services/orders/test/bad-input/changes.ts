import { rawRequest } from '../raw.js';
import type { Attempt } from './attempt.js';

const FIELD = 'validation_failed';
const RANGE = 'number_out_of_range';
const MALFORMED = 'malformed_json';
const ID = '550e8400-e29b-41d4-a716-446655440000';

const sending = (line: string, body: string): Buffer => rawRequest(line, { 'Content-Type': 'application/json' }, body);
const patching = (body: string): Buffer => sending(`PATCH /orders/${ID}`, body);
const moving = (quantity: string): Buffer =>
  sending(`PATCH /orders/${ID}/items`, `[{"item_id":"${ID}","status":"shipped","quantity":${quantity}}]`);
const cancelling = (quantity: string): Buffer =>
  sending(`POST /orders/${ID}/cancel`, `{"items":[{"item_id":"${ID}","quantity":${quantity}}]}`);
const adjusting = (change: string): Buffer => sending('POST /products/A/stock', `{"reason":"counted","change":${change}}`);

/** Spelt as JSON, with the code of the refusal. */
const NO_COUNTS: readonly (readonly [json: string, status: number, code: string])[] = [
  ['0', 422, FIELD], ['1.5', 422, FIELD], ['"5"', 422, FIELD], ['true', 422, FIELD], ['null', 422, FIELD], ['[]', 422, FIELD],
  ['{}', 422, FIELD], ['1e21', 422, FIELD], ['1e309', 422, RANGE], ['9007199254740993', 422, RANGE],
  ['1'.repeat(400), 422, RANGE],
  ['NaN', 400, MALFORMED], ['Infinity', 400, MALFORMED], ['01', 400, MALFORMED], ['+1', 400, MALFORMED],
];

const COUNTS: readonly Attempt[] = [['-1', 422, FIELD] as const, ['2147483648', 422, FIELD] as const, ...NO_COUNTS].flatMap(
  ([json, status, code]): Attempt[] => [
    [`${json.slice(0, 20)} units to move`, moving(json), status, code],
    [`${json.slice(0, 20)} units to cancel`, cancelling(json), status, code],
  ],
);

const STOCK: readonly Attempt[] = NO_COUNTS.filter(([json]) => json !== 'null').map(([json, status, code]) =>
  [`a stock adjustment by ${json.slice(0, 20)}`, adjusting(json), status, code]);

const PATCHES: readonly Attempt[] = [
  ['no body', '', 422, FIELD],
  ['a list', '[]', 422, FIELD],
  ['null', 'null', 422, FIELD],
  ['half a body', '{"status":"pla', 400, MALFORMED],
  ['a repeated key', '{"status":"placed","status":"cancelled"}', 400, 'duplicate_key'],
  ['__proto__', '{"__proto__":{"status":"placed"}}', 400, 'forbidden_key'],
  ['constructor.prototype in metadata', '{"metadata":{"constructor":{"prototype":{"a":1}}}}', 400, 'forbidden_key'],
  ['a total', '{"total_amount":0.01}', 422, FIELD],
  ['items', '{"items":[]}', 422, FIELD],
  ['a version', '{"version":9}', 422, FIELD],
  ['a known method of objects', '{"toString":"x"}', 422, FIELD],
  ['a status of an object key', '{"status":"constructor"}', 422, FIELD],
  ['a status of null', '{"status":null}', 422, FIELD],
  ['a list of statuses', '{"status":["placed"]}', 422, FIELD],
  ['a time that is none', '{"estimated_ready_time":"2026-02-30T12:00:00Z"}', 422, FIELD],
  ['a time of PostgreSQL', '{"expires_at":"infinity"}', 422, FIELD],
  ['a time without a zone', '{"expires_at":"2030-01-01T12:00:00"}', 422, FIELD],
  ['a reason with a NUL', '{"status":"placed","reason":"a\\u0000"}', 422, FIELD],
  ['a reason with half a surrogate pair', '{"status":"placed","reason":"\\ud83d"}', 422, FIELD],
  ['a reason of spaces', '{"status":"placed","reason":" \u3000"}', 422, FIELD],
  ['a reason of a megabyte', `{"status":"placed","reason":"${'x'.repeat(1_000_000)}"}`, 422, FIELD],
  ['a reason of piled marks', `{"status":"placed","reason":"e${'\u0301'.repeat(10_000)}"}`, 422, FIELD],
  ['metadata of 17 KB', `{"metadata":{"a":"${'x'.repeat(17_000)}"}}`, 422, FIELD],
  ['metadata of 501 objects and lists', `{"metadata":{"a":[${'{},'.repeat(498)}{}]}}`, 422, FIELD],
  ['metadata of a thousand levels', `{"metadata":${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}}`, 400, 'json_too_deep'],
  ['a NUL in a key of metadata', '{"metadata":{"a\\u0000":1}}', 422, FIELD],
].map(([name, body, status, code]) => [`a patch with ${name}`, patching(String(body)), Number(status), String(code)]);

const bulk = (body: string): Buffer => sending('POST /orders/bulk', body);
const orderOf = (items: number): string =>
  `{"customer_id":"${ID}","items":[${Array(items).fill('{"sku":"A","qty":1,"price":1}').join()}]}`;

const LISTS: readonly Attempt[] = [
  ['moves that are an object', sending(`PATCH /orders/${ID}/items`, '{"0":{}}'), 422, FIELD],
  ['a move of null', sending(`PATCH /orders/${ID}/items`, '[null]'), 422, FIELD],
  ['ten thousand moves', sending(`PATCH /orders/${ID}/items`, `[${'{"to":"preparing"},'.repeat(9_999)}{}]`), 422, FIELD],
  ['a move of an item in braces', sending(`PATCH /orders/${ID}/items`, `[{"item_id":"{${ID}}","status":"ready"}]`), 422, FIELD],
  ['a cancellation of no items', sending(`POST /orders/${ID}/cancel`, '{"items":[]}'), 422, FIELD],
  ['a cancellation that is a list', sending(`POST /orders/${ID}/cancel`, '[]'), 422, FIELD],
  ['a bulk request without a body', bulk(''), 422, FIELD],
  ['a bulk request that is a list', bulk('[{}]'), 422, FIELD],
  ['no orders', bulk('{"orders":[]}'), 422, FIELD],
  ['orders that are an object', bulk('{"orders":{"0":{}}}'), 422, FIELD],
  ['101 orders', bulk(`{"orders":[${'{},'.repeat(100)}{}]}`), 422, FIELD],
  ['ten thousand orders', bulk(`{"orders":[${'{"status":"placed"},'.repeat(9_999)}{}]}`), 422, FIELD],
  ['10,001 items in a bulk request', bulk(`{"orders":[${`${orderOf(500)},`.repeat(20)}${orderOf(1)}]}`), 422, FIELD],
  ['atomic as text', bulk('{"orders":[{}],"atomic":"true"}'), 422, FIELD],
  ['a bulk request with a member of its own', bulk('{"orders":[{}],"dry_run":true}'), 422, FIELD],
  ['an atomic bulk request of null', bulk('{"orders":[null],"atomic":true}'), 422, 'bulk_rejected'],
  ['__proto__ in an order of many', bulk('{"orders":[{"metadata":{"__proto__":{}}}]}'), 400, 'forbidden_key'],
  ['an atomic bulk request of a product without a name',
    sending('POST /products/bulk', '{"products":[{"sku":"A"}],"atomic":true}'), 422, 'bulk_rejected'],
];

/** What is sent to change orders and stock, and to create many of them. */
export const CHANGES: readonly Attempt[] = [...COUNTS, ...STOCK, ...PATCHES, ...LISTS];
