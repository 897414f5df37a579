import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { PROBLEMS, problemType, type ProblemCode } from '#libs/contracts';

class FaultSchema {
  @ApiProperty({
    description: 'JSON Pointer (RFC 6901) into the body; `/query/…`, `/path/…` and `/headers/…` for other parts',
    example: '/items/0/qty',
  })
  pointer!: string;

  @ApiProperty({ description: 'Reads on after the name of the field', example: 'must be a whole number from 1 to 1000000' })
  message!: string;
}

/** Every error, in the form of RFC 9457. Some codes add members; `/docs/problems` lists them. */
export class ProblemSchema {
  @ApiProperty({ format: 'uri-reference', example: '/docs/problems#validation_failed' })
  type!: string;

  @ApiProperty()
  title!: string;

  @ApiProperty({ example: 422 })
  status!: number;

  @ApiProperty()
  detail!: string;

  @ApiProperty({ required: false })
  instance?: string;

  @ApiProperty({ enum: Object.keys(PROBLEMS), description: 'What clients decide by; never renamed' })
  code!: string;

  @ApiProperty({ type: [FaultSchema], required: false })
  errors?: FaultSchema[];

  @ApiProperty({ required: false, description: 'Find the request in the logs by it' })
  trace_id?: string;
}

/** What HTTP itself may have against any request. */
const OF_HTTP: readonly ProblemCode[] = [
  'malformed_request',
  'method_not_allowed',
  'request_timeout',
  'uri_too_long',
  'header_fields_too_large',
  'rate_limited',
];

/** What any call may answer. */
const ALWAYS: readonly ProblemCode[] = ['internal', 'database_unavailable', 'busy', 'deadline_exceeded', ...OF_HTTP];

/** Lists the errors of an operation in the OpenAPI document, one response per status with an example for each code. */
export const Problems = (...codes: ProblemCode[]): MethodDecorator => describeProblems([...codes, ...ALWAYS]);

/** The same for an operation that answers as long as the process lives. */
export const HttpProblems = (): MethodDecorator => describeProblems(OF_HTTP);

function describeProblems(codes: readonly ProblemCode[]): MethodDecorator {
  const all = [...new Set(codes)];
  const statuses = [...new Set(all.map((code) => PROBLEMS[code].status))].sort();
  const responses = statuses.map((status) =>
    responseOf(
      status,
      all.filter((code) => PROBLEMS[code].status === status),
    ),
  );
  return applyDecorators(ApiExtraModels(ProblemSchema), ...responses);
}

function responseOf(status: number, codes: readonly ProblemCode[]): MethodDecorator {
  const examples = Object.fromEntries(codes.map((code) => [code, { summary: PROBLEMS[code].title, value: exampleOf(code) }]));
  return ApiResponse({
    status,
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].about}`).join('\n\n'),
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemSchema) }, examples } },
  });
}

function exampleOf(code: ProblemCode) {
  const { status, title } = PROBLEMS[code];
  return { type: problemType(code), title, status, detail: `${title}.`, code, trace_id: '0af7651916cd43dd8448eb211c80319c' };
}
