import fc from 'fast-check';
import type { Api, Operation, Parameter } from '../api/api.js';
import type { Draft, Part } from './draft.js';
import { valuesOf } from './from-schema.js';
import { Known, type Noun } from './known.js';

type Named = readonly [name: string, value: Part];

/** Requests as openapi.json wants them. Whether the shop lets them succeed is another matter. */
export function validRequests(operation: Operation, api: Api): fc.Arbitrary<Draft> {
  const { method, path, parameters, body, bodyTypes } = operation;
  const from = (place: Parameter['in']) => parameters.filter((parameter) => parameter.in === place);
  return fc.record({
    method: fc.constant(method),
    path: pathOf(path),
    query: someOf(from('query'), 2).chain((chosen) => fc.tuple(...chosen.map((one) => queryOf(one, operation, api)))),
    headers: someOf(from('header'), 1)
      .chain((chosen) => fc.tuple(HOST, typeOf(bodyTypes), ...chosen.map((one) => headerOf(one, operation, api))))
      .map((headers) => headers.filter(([name]) => name !== '')),
    version: fc.constant('HTTP/1.1'),
    body: body === undefined ? fc.constant(undefined) : valuesOf(body, api),
    edits: fc.constant([]),
    pick: fc.nat({ max: 30 }),
  });
}

const nounOf = (path: string): Noun => (/orders|customers|products/.exec(path)?.[0] ?? 'products') as Noun;

const someOf = <T>(list: T[], most: number) => fc.subarray(list, { maxLength: Math.min(most, list.length) });

const HOST: fc.Arbitrary<Named> = fc.constant(['Host', 'shop.example']);

/** No header where there is no body. */
function typeOf(types: readonly string[]): fc.Arbitrary<Named> {
  return types.length === 0 ? fc.constant(['', '']) : fc.constantFrom(...types).map((type) => ['Content-Type', type]);
}

function pathOf(path: string): fc.Arbitrary<readonly Part[]> {
  const noun = nounOf(path);
  const segments = path.slice(1).split('/').map((segment): fc.Arbitrary<Part> => {
    if (segment === '{folder}') return fc.constantFrom('orders', 'inventory');
    if (segment === '{file}') return fc.constantFrom('order_created.schema.json', 'stock_low.schema.json', 'none.schema.json');
    if (!segment.startsWith('{')) return fc.constant(segment);
    const unknown = fc.uuid();
    return fc.oneof({ weight: 9, arbitrary: fc.constant(new Known('id', noun)) }, { weight: 1, arbitrary: unknown });
  });
  return fc.tuple(...segments);
}

function queryOf({ name, schema }: Parameter, { path }: Operation, api: Api): fc.Arbitrary<Named> {
  if (name === 'cursor') return fc.constant([name, new Known('cursor', nounOf(path))]);
  const one = schema.items ?? schema;
  return valuesOf(one, api, name).map((value) => [name, value instanceof Known ? value : encodeURIComponent(String(value))]);
}

function headerOf({ name, schema }: Parameter, { path }: Operation, api: Api): fc.Arbitrary<Named> {
  const noun = nounOf(path);
  if (/^if-/i.test(name)) return fc.constantFrom(new Known('etag', noun), '*').map((value) => [name, value]);
  if (name === 'X-Actor') return fc.constantFrom('ada', 'svc:import/7').map((value) => [name, value]);
  if (name === 'Idempotency-Key') return fc.oneof(fc.uuid(), fc.constantFrom('k1', 'k2')).map((value) => [name, value]);
  return valuesOf(schema, api).map((value) => [name, encodeURIComponent(String(value)).replaceAll('%3A', ':')]);
}
