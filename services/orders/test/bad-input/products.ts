import { writeCursor } from '../../src/listing/cursor.js';
import { rawRequest } from '../raw.js';
import { getting, type Attempt } from './attempt.js';

const FIELD = 'validation_failed';
const RANGE = 'number_out_of_range';
const sending = (line: string, body: string): Buffer => rawRequest(line, { 'Content-Type': 'application/json' }, body);
const creating = (members: string): Buffer => sending('POST /products', `{"sku":"A","name":"Widget",${members}}`);
const patching = (body: string): Buffer => sending('PATCH /products/A', body);
const adjusting = (body: string): Buffer => sending('POST /products/A/stock', body);

/** A cursor as anybody can write it who has read how cursors are made. */
function forged(sort: string, value: string): Buffer {
  const place = { value, id: '550e8400-e29b-41d4-a716-446655440000' };
  return getting(`/products?sort=${sort}&cursor=${writeCursor(place, ['products', { archived: 'false' }, sort])}`);
}

const NUMBERS: readonly Attempt[] = [
  ['on_hand', '1e309', RANGE], ['on_hand', '-1', FIELD], ['on_hand', '1.5', FIELD], ['on_hand', '"5"', FIELD],
  ['on_hand', '1000000001', FIELD], ['on_hand', '9007199254740993', RANGE], ['low_stock_threshold', 'true', FIELD],
  ['price', '1.005', FIELD], ['price', '-0.01', FIELD], ['price', '1e15', FIELD], ['price', '9'.repeat(400), RANGE],
].map(([member, json, code]) => [`${member} ${json?.slice(0, 20)}`, creating(`"${member}":${json}`), 422, String(code)]);

const TEXTS: readonly Attempt[] = [
  ['NUL in a document', adjusting('{"change":1,"reason":"x","document":"a\\u0000"}'), 422, FIELD],
  ['a reason of spaces', adjusting('{"change":1,"reason":"  "}'), 422, FIELD],
  ['a change beyond all counting', adjusting('{"change":1e12,"reason":"x"}'), 422, FIELD],
  ['a name of two lines', patching('{"name":"a\\nb"}'), 422, FIELD],
  ['a name of piled marks', patching(`{"name":"a${'\u0301'.repeat(10_000)}"}`), 422, FIELD],
  ['a version of the client', patching('{"version":7}'), 422, FIELD],
  ['__proto__ in a patch', patching('{"metadata":{"__proto__":{"isAdmin":true}}}'), 400, 'forbidden_key'],
  ['a patch that is a list', patching('[]'), 422, FIELD],
  ['no products', sending('POST /products/bulk', '{"products":[]}'), 422, FIELD],
  ['10,000 products', sending('POST /products/bulk', `{"products":[${'{"name":"product"},'.repeat(9_999)}{}]}`), 422, FIELD],
];

const PLACES: readonly Attempt[] = [
  ['/products/%zz', 400, 'malformed_request'],
  ['/products/..%2f..%2fetc', 404, 'product_not_found'],
  ['/products/%00', 404, 'product_not_found'],
  [`/products/${'x'.repeat(400)}`, 404, 'product_not_found'],
  ['/products/A/stock/movements?order_id=x', 422, FIELD],
  ['/products/A/stock/movements?limit=0', 422, FIELD],
  ['/stock/alerts?limit=1e9', 422, FIELD],
  ['/products?sort=price', 422, FIELD],
  ['/products?archived=', 422, FIELD],
  ['/products?q=%00', 422, FIELD],
].map(([path, status, code]) => [`the path ${String(path).slice(0, 50)}`, getting(String(path)), Number(status), String(code)]);

const CURSORS: readonly Attempt[] = [
  ['a NUL', forged('name', 'a\0')],
  ['nothing', forged('name', '')],
  ['a line feed', forged('sku', 'a\n')],
].map(([name, request]) => [`a cursor with ${name as string}`, request as Buffer, 400, 'invalid_cursor']);

export const PRODUCTS = [...NUMBERS, ...TEXTS, ...PLACES, ...CURSORS];
