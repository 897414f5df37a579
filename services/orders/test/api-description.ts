import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Answer, RunningService } from './service.js';

/** A call of an operation, and the status that it is to be answered with. */
export type Call = readonly [operation: string, status: number, call: (client: RunningService) => Promise<Answer<unknown>>];

type Schema = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema: Words & { readonly items?: Words };
}

interface Words {
  readonly enum?: readonly string[];
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, unknown>> }>>;
}

export interface ApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Members that this schema does not name are welcome in it: each code of a problem may bring its own facts. */
const OPEN = 'ProblemSchema';

/** Holds answers against an OpenAPI document. */
export class ApiDescription {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  /** Compiling one takes as long as thousands of answers. */
  private readonly validators = new Map<string, ValidateFunction>();

  constructor(private readonly document: ApiDocument) {
    addFormats.default(this.ajv);
    const schemas = Object.entries(document.components.schemas);
    const closed = schemas.map(([name, schema]) => [name, name === OPEN ? schema : close(schema)]);
    this.ajv.addSchema({ ...document, components: { schemas: Object.fromEntries(closed) } }, 'api');
  }

  get operations(): string[] {
    return Object.values(this.document.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
  }

  /** Every parameter of every query, with the words that it accepts where these are a fixed list. */
  get queryParameters(): { path: string; name: string; words?: readonly string[] }[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.values(methods)
        .flatMap(({ parameters = [] }) => parameters.filter((parameter) => parameter.in === 'query'))
        .map(({ name, schema }) => ({ path, name, words: schema.enum ?? schema.items?.enum })),
    );
  }

  /** What an answer has that the document does not tell: a status, a media type, or members of the body. */
  faultsOf(operationId: string, { status, headers, body }: Answer<unknown>): string[] {
    const [path, method, operation] = this.find(operationId);
    const response = operation.responses[status];
    if (!response) return [`the status ${status} is not described`];
    const type = headers['content-type']?.split(';', 1)[0];
    if (type === undefined) return response.content ? ['the body is missing'] : [];
    if (!response.content?.[type]) return [`the media type ${type} of ${status} is not described`];
    const place = ['paths', path, method, 'responses', String(status), 'content', type, 'schema'].map(escape).join('/');
    const validate = this.validators.get(place) ?? this.ajv.compile({ $ref: `api#/${place}` });
    this.validators.set(place, validate);
    return validate(body) === true ? [] : [this.ajv.errorsText(validate.errors)];
  }

  private find(operationId: string): [path: string, method: string, operation: Operation] {
    for (const [path, methods] of Object.entries(this.document.paths)) {
      const found = Object.entries(methods).find(([, operation]) => operation.operationId === operationId);
      if (found) return [path, ...found];
    }
    throw new Error(`the document has no operation ${operationId}`);
  }
}

/** The schema with no room for members that it does not name. */
function close(schema: Schema): Schema {
  return schema['properties'] && !('additionalProperties' in schema) ? { ...schema, additionalProperties: false } : schema;
}

function escape(token: string): string {
  return encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'));
}
