import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { escapeToken, FIELD, inspect, type DtoClass, type FieldRule } from '#libs/platform';
import { CreateCustomerDto, PatchCustomerDto } from '../src/customers/customer.dto.js';
import { AdjustStockDto } from '../src/inventory/adjusting/adjust-stock.dto.js';
import { PatchProductDto } from '../src/inventory/changing/change-product.dto.js';
import { CreateProductDto } from '../src/inventory/creating/create-product.dto.js';
import { CancelOrderDto, MoveItemDto, PatchOrderDto } from '../src/orders/changing/change-order.dto.js';
import { PlaceOrderDto } from '../src/orders/placing/place-order.dto.js';
import { ATTEMPTS } from './bad-input/attempts.js';
import { anOrderBody } from './order-body.js';

/** Whose body a request has. */
const DTOS: readonly (readonly [request: RegExp, dto: DtoClass])[] = [
  [/^POST \/orders /, PlaceOrderDto],
  [/^PATCH \/orders\/[^/]+ /, PatchOrderDto],
  [/^POST \/orders\/[^/]+\/cancel /, CancelOrderDto],
  [/^PATCH \/orders\/[^/]+\/items /, MoveItemDto],
  [/^POST \/products /, CreateProductDto],
  [/^PATCH \/products\/[^/]+ /, PatchProductDto],
  [/^POST \/products\/[^/]+\/stock\S* /, AdjustStockDto],
  [/^POST \/customers /, CreateCustomerDto],
  [/^PATCH \/customers\/[^/]+ /, PatchCustomerDto],
];

/** What an answer lists at most. */
const MAX_FAULTS = 100;

type Comparison = readonly [name: string, dto: DtoClass, body: object];

/** The requests of the list that bring JSON objects and get as far as their fields. */
function comparisons(): Comparison[] {
  const readable = ATTEMPTS.flatMap(([, attempts]) => attempts).filter(([, , status]) => status !== 400);
  return readable.flatMap(([name, request]) => {
    const [head = '', text = ''] = request.toString('utf8').split('\r\n\r\n');
    const dto = DTOS.find(([pattern]) => pattern.test(head))?.[1];
    return dto ? objectsIn(text).map((body): Comparison => [name, dto, body]) : [];
  });
}

/** The body, or the first entries of one that is a list. */
function objectsIn(text: string): object[] {
  try {
    const body: unknown = JSON.parse(text);
    return (Array.isArray(body) ? body.slice(0, 10) : [body]).filter(isObject);
  } catch {
    return [];
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What class-validator wants to see: instances all the way down, with whatever members came. */
function instanceOf(dto: DtoClass, plain: object): object {
  const metadata = getMetadataStorage().getTargetValidationMetadatas(dto, '', true, false);
  const rules = metadata.filter(({ name }) => name === FIELD).map((one) => [one.propertyName, one.constraints[0] as FieldRule]);
  const items = new Map((rules as [string, FieldRule][]).map(([name, { item }]) => [name, item]));
  const members = Object.entries(plain).map(([name, value]: [string, unknown]) => {
    const item = items.get(name);
    const nest = (one: unknown): unknown => (item && isObject(one) ? instanceOf(item(), one) : one);
    return [name, item && Array.isArray(value) ? value.map(nest) : value] as const;
  });
  return Object.assign(new dto(), Object.fromEntries(members)) as object;
}

function pointersOf(errors: readonly ValidationError[], at = ''): string[] {
  return errors.flatMap(({ property, constraints, children = [] }) => {
    // Of what is no instance at all it does not say the name.
    const pointer = (property as string | undefined) === undefined ? at : `${at}/${escapeToken(property)}`;
    return [...(constraints ? [pointer] : []), ...pointersOf(children, pointer)];
  });
}

const byClassValidator = (dto: DtoClass, body: object): string[] =>
  pointersOf(validateSync(instanceOf(dto, body), { whitelist: true, forbidNonWhitelisted: true }));

const compiled = (dto: DtoClass, body: object): string[] => inspect(dto, body).faults.map(({ pointer }) => pointer);

describe('what is compiled from the DTOs, and class-validator', () => {
  const all = comparisons();

  it.each(all)('find the same in %s', (_, dto, body) => {
    const [ours, theirs] = [compiled(dto, body), byClassValidator(dto, body)];
    // class-validator also looks into what is refused as a whole: a list that is too long, or stands where an object should.
    const missed = ours.filter((our) => !theirs.some((their) => their === our || their.startsWith(`${our}/`)));
    const beyond = theirs.filter((their) => !ours.some((our) => their === our || their.startsWith(`${our}/`)));
    expect({ missed, beyond: ours.length < MAX_FAULTS ? beyond : [] }).toEqual({ missed: [], beyond: [] });
  });

  it('were both asked about each of the DTOs', () => {
    expect(all.length).toBeGreaterThan(200);
    expect(new Set(all.map(([, dto]) => dto))).toEqual(new Set(DTOS.map(([, dto]) => dto)));
  });

  it('accept what is right', () => {
    expect([compiled(PlaceOrderDto, anOrderBody()), byClassValidator(PlaceOrderDto, anOrderBody())]).toEqual([[], []]);
  });
});
