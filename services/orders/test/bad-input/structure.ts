import { anItem } from '../order-body.js';
import { describing, placing, posting, type Attempt } from './attempt.js';

const FIELD = 'validation_failed';
const JSON_FAULT = 'malformed_json';

/** An object within an object, `levels` times. */
const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

const members = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`m${n}`, n]));

export const STRUCTURE: readonly Attempt[] = [
  ['no body', posting(''), 422, FIELD],
  ['a body of spaces', posting('  \n'), 400, JSON_FAULT],
  ['a number', posting('5'), 422, FIELD],
  ['a text', posting('"order"'), 422, FIELD],
  ['null', posting('null'), 422, FIELD],
  ['a list', posting('[]'), 422, FIELD],
  ['a list of null', posting('[null]'), 422, FIELD],
  ['an object of nothing', posting('{}'), 422, FIELD],
  ['half a body', posting('{"customer_id":"550e8400-e29b-41d4-a716-446655440000","items":[{"sku"'), 400, JSON_FAULT],
  ['a comma too much', posting('{"items":[],}'), 400, JSON_FAULT],
  ['two bodies', posting('{}{}'), 400, JSON_FAULT],
  ['a comment', posting('{} // order'), 400, JSON_FAULT],
  ['single quotes', posting("{'items':[]}"), 400, JSON_FAULT],
  ['a repeated key', posting('{"items":[],"items":[{"sku":"A"}]}'), 400, 'duplicate_key'],
  ['a repeated key in disguise', posting('{"items":[],"\\u0069tems":[]}'), 400, 'duplicate_key'],
  ['__proto__', posting('{"__proto__":{"status":"placed"}}'), 400, 'forbidden_key'],
  ['__proto__ in metadata', describing('{"a":[{"__proto__":{"isAdmin":true}}]}'), 400, 'forbidden_key'],
  ['__proto__ in disguise', describing('{"\\u005f_proto__":{"isAdmin":true}}'), 400, 'forbidden_key'],
  ['constructor.prototype', describing('{"constructor":{"prototype":{"isAdmin":true}}}'), 400, 'forbidden_key'],
  ['a member that is not known', placing({ discount: 100 }), 422, FIELD],
  ['an id of the client', placing({ id: '550e8400-e29b-41d4-a716-446655440000' }), 422, FIELD],
  ['a total of the client', placing({ total_amount: 0.01 }), 422, FIELD],
  ['a known method of objects as a member', placing({ toString: 'x' }), 422, FIELD],
  ['no items', placing({ items: undefined }), 422, FIELD],
  ['an empty list of items', placing({ items: [] }), 400, 'empty_items'],
  ['items of null', placing({ items: [null] }), 422, FIELD],
  ['an empty item', placing({ items: [{}] }), 422, FIELD],
  ['an item in a list', placing({ items: [[anItem()]] }), 422, FIELD],
  ['items that are an object', placing({ items: { 0: anItem() } as never }), 422, FIELD],
  ['501 items', placing({ items: Array.from({ length: 501 }, () => anItem()) }), 422, FIELD],
  ['ten thousand items', placing({ items: Array.from({ length: 10_000 }, () => anItem()) }), 422, FIELD],
  ['a hundred thousand empty items', posting(`{"items":[${'{},'.repeat(100_000)}{}]}`), 400, 'json_too_complex'],
  ['a thousand members that are not known', placing(members(1_000)), 422, FIELD],
  ['metadata that is a list', describing('[1]'), 422, FIELD],
  ['metadata that is null', describing('null'), 422, FIELD],
  ['metadata of 17 KB', describing(`{"a":"${'x'.repeat(17_000)}"}`), 422, FIELD],
  ['metadata of 501 objects and lists', describing(`{"a":[${'{},'.repeat(498)}{}]}`), 422, FIELD],
  ['metadata of a megabyte', describing(`{"a":"${'x'.repeat(1_040_000)}"}`), 422, FIELD],
  ['a body over the limit', describing(`{"a":"${'x'.repeat(1_100_000)}"}`), 413, 'payload_too_large'],
  ['metadata of 17 levels', describing(nested(17)), 422, FIELD],
  ['metadata of a thousand levels', describing(nested(1_000)), 400, 'json_too_deep'],
  ['two hundred thousand brackets', posting('['.repeat(200_000)), 400, 'json_too_deep'],
];
