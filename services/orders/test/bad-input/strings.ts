import { describing, placing, posting, spelling, type Attempt } from './attempt.js';

const FIELD = 'validation_failed';
const named = (customer_name: string): Buffer => placing({ customer_name });

export const STRINGS: readonly Attempt[] = [
  ['a NUL in a text', spelling('sku', '"A\\u0000B"'), 422, FIELD],
  ['a NUL in metadata', describing('{"a":{"b":["x\\u0000"]}}'), 422, FIELD],
  ['a NUL in a key', describing('{"a\\u0000":1}'), 422, FIELD],
  ['half a surrogate pair', spelling('sku', '"\\ud83d"'), 422, FIELD],
  ['the wrong half of a surrogate pair in a key', describing('{"\\ude00":1}'), 422, FIELD],
  ['surrogates in the wrong order', describing('["\\ude00\\ud83d"]'.replace(/^/, '{"a":').concat('}')), 422, FIELD],
  ['a byte that UTF-8 does not have', posting(Buffer.from('{"customer_name":"\xff"}', 'latin1')), 400, 'malformed_json'],
  ['an overlong NUL', posting(Buffer.from('{"a":"\xc0\x80"}', 'latin1')), 400, 'malformed_json'],
  ['a surrogate in UTF-8', posting(Buffer.from('{"a":"\xed\xa0\x80"}', 'latin1')), 400, 'malformed_json'],
  ['a cut character', posting(Buffer.from('{"a":"\xe2\x82"}', 'latin1')), 400, 'malformed_json'],
  ['UTF-16', posting(Buffer.from('\ufeff{"a":1}', 'utf16le')), 400, 'malformed_json'],
  ['a raw control character', posting('{"customer_name":"a\u0001b"}'), 400, 'malformed_json'],
  ['an escaped control character', named('a\u001b[31mb'), 422, FIELD],
  ['a line feed in an id', placing({ external_ref: 'a\nb' }), 422, FIELD],
  ['a name that poses as a line of the summary', named('Ada\nTotal: 0.00 EUR'), 422, FIELD],
  ['a line separator in a name', named('Ada\u2028Total'), 422, FIELD],
  ['a next-line control in a name', named('Ada\u0085Total'), 422, FIELD],
  ['only spaces', named('   \u3000'), 422, FIELD],
  ['nothing', named(''), 422, FIELD],
  ['too long a text', named('x'.repeat(201)), 422, FIELD],
  ['a megabyte of text', named('x'.repeat(1_000_000)), 422, FIELD],
  ['ten thousand combining marks', named(`e${'\u0301'.repeat(10_000)}`), 422, FIELD],
  ['a pile of combining marks', named(`e${'\u0301'.repeat(100)}`), 422, FIELD],
  ['a number for a text', placing({ customer_name: 5 }), 422, FIELD],
  ['an object for a text', placing({ customer_name: { toString: 'x' } }), 422, FIELD],
  ['a list for a text', placing({ external_ref: ['a'] }), 422, FIELD],
];
