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

export type DtoClass<T extends object = object> = new () => T;

/** What `field` leaves in the metadata of class-validator, for the plan that `inspect` works by. */
export interface FieldRule {
  readonly check: Check;
  readonly optional: boolean;
  readonly nullable: boolean;
  /** For a list of another DTO. A getter, since the classes may name each other. */
  readonly item?: () => DtoClass;
}

/** The name under which class-validator knows our constraint. */
export const FIELD = 'field';

/**
 * A field of a DTO: one check for class-validator and the matching property of the OpenAPI document, from one line, so
 * that the two cannot disagree.
 */
export function field(options: FieldOptions, api: ApiPropertyOptions, check: Check, item?: () => DtoClass): PropertyDecorator {
  const { optional = false, nullable = false, about, example } = options;
  const description = { ...(about && { description: about }), ...(example !== undefined && { example }) };
  return applyDecorators(
    ApiProperty({ required: !optional, ...(nullable && { nullable }), ...description, ...api } as ApiPropertyOptions),
    ValidateIf((_, value) => !(optional && value === undefined) && !(nullable && value === null)),
    constrain({ check, optional, nullable, item }),
  );
}

function constrain(rule: FieldRule): PropertyDecorator {
  const faultOf = (value: unknown) => (value === undefined ? 'is required' : rule.check(value));
  return ValidateBy({
    name: FIELD,
    constraints: [rule],
    validator: {
      validate: (value: unknown) => faultOf(value) === undefined,
      defaultMessage: (args) => faultOf(args?.value) ?? 'is not right',
    },
  });
}
