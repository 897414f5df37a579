import findMyWay, { type HTTPMethod } from 'find-my-way';
import type { ApiDocument } from '../../services/orders/test/api-description.js';

/** What openapi.json uses of JSON Schema. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: Schema;
}

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** Such as `/orders/{id}/journey`. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  /** The media types that its body may have; none when it takes no body. */
  readonly bodyTypes: readonly string[];
  readonly body?: Schema;
  readonly statuses: readonly string[];
}

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, unknown>>;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

/** As long as the service lets a parameter in a path be. */
const MAX_PARAM_LENGTH = 512;

/** The operations of openapi.json, and which of them a request reaches. */
export class Api {
  readonly operations: readonly Operation[];
  private readonly router = findMyWay({ maxParamLength: MAX_PARAM_LENGTH });

  constructor(private readonly document: ApiDocument) {
    this.operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => operationOf(path, method, described as Described)));
    for (const operation of this.operations) {
      const route = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
      this.router.on(operation.method as HTTPMethod, route, () => undefined, operation);
    }
  }

  /** The operation that a request reaches, HEAD being a GET; nothing when no route takes it. */
  find(method: string, target: string): Operation | undefined {
    const routed = method === 'HEAD' ? 'GET' : method;
    try {
      const found = this.router.find(routed as HTTPMethod, target);
      return (found?.store as Operation | undefined) ?? undefined;
    } catch {
      return undefined;
    }
  }

  resolve(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : (this.document.components.schemas[name] as Schema);
  }
}

function operationOf(path: string, method: string, described: Described): Operation {
  const { operationId, parameters = [], responses, requestBody } = described;
  const contents = Object.entries(requestBody?.content ?? {});
  return {
    id: operationId,
    method: method.toUpperCase(),
    path,
    parameters,
    bodyTypes: contents.map(([type]) => type),
    body: contents[0]?.[1].schema,
    statuses: Object.keys(responses),
  };
}
