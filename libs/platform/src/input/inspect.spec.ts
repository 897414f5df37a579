import { describe, expect, it } from '@jest/globals';
import { IsEmail } from 'class-validator';
import { DomainError } from '#libs/kernel';
import { Choice, Flag, FreeJson, Instant, Integer, Money, QueryFlag, QueryInteger, Text, Uuid } from './decorators.js';
import { inspect, read } from './inspect.js';
import { ListOf } from './list-of.js';

class Line {
  @Text({ max: 5 })
  sku!: string;

  @Integer({ min: 1, max: 9 })
  qty!: number;
}

class Base {
  @Uuid()
  customer_id!: string;
}

class Purchase extends Base {
  @ListOf(() => Line, { min: 1, max: 200 })
  items!: Line[];

  @FreeJson({ optional: true, maxBytes: 100, maxDepth: 3, maxContainers: 5 })
  metadata?: object;

  @Instant({ optional: true, nullable: true })
  at?: string | null;
}

class Mixed {
  @Text({ max: 5 })
  name!: string;

  @IsEmail()
  mail!: string;
}

const CUSTOMER = '550e8400-e29b-41d4-a716-446655440000';
const valid = { customer_id: CUSTOMER, items: [{ sku: 'A', qty: 1 }] };
const faultsOf = (plain: unknown, at?: string) =>
  inspect(Purchase, plain, at).faults.map(({ pointer, message }) => `${pointer} ${message}`);

describe('reading a DTO', () => {
  it('gives an instance with nested instances and leaves free JSON as it is', () => {
    const metadata = { toString: 1, constructor: { a: null } };
    const purchase = read(Purchase, { ...valid, metadata, at: null });
    expect(purchase).toBeInstanceOf(Purchase);
    expect(purchase.items[0]).toBeInstanceOf(Line);
    expect(purchase.metadata).toBe(metadata);
  });

  it('names every fault at once, at its place, inherited fields included', () => {
    expect(faultsOf({ customer_id: 1, items: [{ sku: 'A', qty: '5' }, null, { qty: true, x: 1 }], metadata: [] })).toEqual([
      '/items/0/qty must be a whole number from 1 to 9',
      '/items/1 must be an object',
      '/items/2/sku is required',
      '/items/2/qty must be a whole number from 1 to 9',
      '/items/2/x is not known here',
      '/metadata must be an object',
      '/customer_id must be a UUID such as 550e8400-e29b-41d4-a716-446655440000',
    ]);
  });

  it.each([
    [undefined, ' is required'],
    [null, ' must be an object'],
    [[], ' must be an object'],
    ['x', ' must be an object'],
    [5, ' must be an object'],
  ])('refuses %j as a body', (plain, fault) => expect(faultsOf(plain)).toEqual([fault]));

  it.each(['constructor', 'hasOwnProperty', 'toString', '__proto__', 'valueOf'])(
    'refuses the unknown member %s, and still looks at the others',
    (name) => {
      const plain = Object.defineProperty({ customer_id: 'x', items: [] }, name, { value: { sku: 1 }, enumerable: true });
      expect(faultsOf(plain)).toEqual([
        '/items must hold at least 1 entry',
        '/customer_id must be a UUID such as 550e8400-e29b-41d4-a716-446655440000',
        `/${name} is not known here`,
      ]);
    },
  );

  it('looks at members of the input only, not at what it inherits', () => {
    expect(faultsOf(Object.create(valid))).toEqual(['/items is required', '/customer_id is required']);
  });

  it('does not look at the entries of a list that is too long, and lists no more than 100 faults', () => {
    expect(faultsOf({ ...valid, items: Array(10_000).fill(null) })).toEqual(['/items must hold at most 200 entries']);
    expect(faultsOf({ ...valid, items: Array(200).fill({}) })).toHaveLength(100);
    expect(faultsOf(Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, 1])))).toHaveLength(100);
  });

  it('starts the pointers where the value lies in the request', () => {
    expect(faultsOf({ customer_id: CUSTOMER, items: [{ sku: 'A' }] }, '/orders/3')).toEqual([
      '/orders/3/items/0/qty is required',
    ]);
  });

  it('repeats no more than 64 characters of a name', () => {
    expect(inspect(Purchase, { ...valid, ['n'.repeat(5_000)]: 1 }).faults[0]?.pointer.length).toBeLessThanOrEqual(66);
  });

  it('lets class-validator look at members with its own constraints', () => {
    expect(inspect(Mixed, { name: '', mail: 'x' }).faults).toEqual([
      { pointer: '/name', message: 'must not be empty' },
      { pointer: '/mail', message: 'mail must be an email' },
    ]);
    expect(inspect(Mixed, { name: 'a', mail: 'a@b.example' })).toEqual({
      value: { name: 'a', mail: 'a@b.example' },
      faults: [],
    });
  });

  it('throws one problem with all faults', () => {
    const act = () => read(Purchase, { ...valid, items: [{ sku: '  ', qty: 0 }] });
    expect(act).toThrow(DomainError);
    expect(act).toThrow('2 fields are not right.');
  });
});

class Fields {
  @Text({ max: 3, optional: true }) text?: unknown;
  @Text({ max: 3, optional: true, lines: true }) lines?: unknown;
  @Integer({ min: -1, max: 2_147_483_647, optional: true }) integer?: unknown;
  @Money({ optional: true }) money?: unknown;
  @Flag({ optional: true }) flag?: unknown;
  @Instant({ optional: true }) instant?: unknown;
  @Uuid({ optional: true }) uuid?: unknown;
  @Choice(['a', 'b'], { optional: true }) choice?: unknown;
  @FreeJson({ optional: true, maxBytes: 40, maxDepth: 3, maxContainers: 5 }) json?: unknown;
  @QueryInteger({ min: 1, max: 100 }) limit?: unknown;
  @QueryFlag() include?: unknown;
}

describe('a field', () => {
  const accepts = (name: string, value: unknown) => inspect(Fields, { [name]: value }).faults.length === 0;

  it.each<[string, unknown[], unknown[]]>([
    [
      'text',
      ['abc', '😀😀😀', ' a '],
      ['', '   ', 'abcd', 5, true, null, 'a\u0000', 'a\u0007', '\u0085', `a${'\u0301'.repeat(20)}`, ['a'], 'a\nb', 'a\u2028'],
    ],
    ['lines', ['a\nb', 'a\tb', 'a\rb'], ['\n', 'a\u0000']],
    ['integer', [0, 5, -1, 2_147_483_647, 1e3], ['5', true, null, 1.5, -2, 2_147_483_648, NaN, Infinity, [1]]],
    ['money', [0, 19.99, 1999], ['19.99', -1, NaN, Infinity, null, true]],
    ['flag', [true, false], ['true', 1, 0, null]],
    [
      'uuid',
      [CUSTOMER, CUSTOMER.toUpperCase()],
      [`{${CUSTOMER}}`, CUSTOMER.replaceAll('-', ''), `urn:uuid:${CUSTOMER}`, '00000000-0000-0000-0000-000000000000', 5],
    ],
    ['choice', ['a'], ['c', 'A', 1, 'toString']],
    [
      'json',
      [{}, { a: [{}] }, { a: [{}, [], []] }],
      [[], 'x', null, 5, { a: { b: { c: {} } } }, { a: 'x'.repeat(50) }, { a: [{}, {}, {}, []] }],
    ],
    ['limit', ['1', '100'], ['0', '101', '-1', '1e2', '1.0', ' 1', '', '0x10', '+5', '٣', ['1', '2'], 1]],
    ['include', ['true', 'false'], ['1', 'TRUE', '', ['true', 'true']]],
  ])('%s', (name, right, wrong) => {
    expect(right.filter((value) => !accepts(name, value))).toEqual([]);
    expect(wrong.filter((value) => accepts(name, value))).toEqual([]);
  });

  it('takes times of RFC 3339 that exist, with their zone', () => {
    const right = [
      '2026-11-21T12:00:00Z',
      '2026-11-21t12:00:00.123456789z',
      '2024-02-29T23:59:59+14:00',
      '0001-01-02T00:00:00Z',
      '9999-12-30T00:00:00-00:00',
    ];
    const wrong = [
      'now',
      'infinity',
      'epoch',
      '',
      '2026-02-30T00:00:00Z',
      '2025-02-29T00:00:00Z',
      '2026-11-21T12:00:00',
      '2026-11-21',
      '2026-11-21T24:00:00Z',
      '2026-11-21T12:60:00Z',
      '2026-11-21T12:00:60Z',
      '10000-01-01T00:00:00Z',
      '0000-01-01T00:00:00Z',
      '9999-12-31T23:59:59-01:00',
      '0001-01-01T00:00:00+01:00',
      '2026-11-21 12:00:00Z',
      '2026-13-01T00:00:00Z',
      '2026-11-21T12:00:00+24:00',
      1_700_000_000,
      null,
      new Date().toString(),
    ];
    expect(right.filter((value) => !accepts('instant', value))).toEqual([]);
    expect(right.filter((value) => Number.isNaN(Date.parse(value)))).toEqual([]);
    expect(wrong.filter((value) => accepts('instant', value))).toEqual([]);
  });
});
