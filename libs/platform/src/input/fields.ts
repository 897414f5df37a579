import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf } from 'class-validator';

/** What every field decorator takes: `optional` lets the member be missing, `nullable` lets it be `null`. */
export interface FieldOptions {
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly about?: string;
  readonly example?: unknown;
}

/** Says what is wrong with a value, or nothing when it is right. Messages read on after the name of the field. */
export type Check = (value: unknown) => string | undefined;

/**
 * A field of a DTO: one check for class-validator and the matching property of the OpenAPI document, from one line, so
 * that the two cannot disagree.
 */
export function field(options: FieldOptions, api: ApiPropertyOptions, check: Check): PropertyDecorator {
  const { optional = false, nullable = false, about, example } = options;
  const description = { ...(about && { description: about }), ...(example !== undefined && { example }) };
  return applyDecorators(
    ApiProperty({ required: !optional, ...(nullable && { nullable }), ...description, ...api } as ApiPropertyOptions),
    ValidateIf((_, value) => !(optional && value === undefined) && !(nullable && value === null)),
    checked((value) => (value === undefined ? 'is required' : check(value))),
  );
}

function checked(check: Check): PropertyDecorator {
  return ValidateBy({
    name: 'field',
    validator: {
      validate: (value: unknown) => check(value) === undefined,
      defaultMessage: (args) => check(args?.value) ?? 'is not right',
    },
  });
}
