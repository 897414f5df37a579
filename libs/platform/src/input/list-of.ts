import { applyDecorators } from '@nestjs/common';
import type { ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateNested } from 'class-validator';
import { field, type DtoClass, type FieldOptions } from './fields.js';

interface ListOptions extends FieldOptions {
  readonly min?: number;
  readonly max: number;
}

/** A member that is a list of `min` to `max` objects of another DTO. A longer list is refused without a look at its entries. */
export function ListOf(item: () => DtoClass, options: ListOptions): PropertyDecorator {
  const { min = 0, max } = options;
  const check = (value: unknown) => {
    if (!Array.isArray(value)) return 'must be a list';
    if (value.length > max) return `must hold at most ${max} entries`;
    return value.length >= min ? undefined : `must hold at least ${min} ${min === 1 ? 'entry' : 'entries'}`;
  };
  // Swagger takes a function for a class to come only when it is named `type`, as one written in this place is.
  const api: ApiPropertyOptions = { type: () => item(), isArray: true, minItems: min, maxItems: max };
  return applyDecorators(field(options, api, check, item), ValidateNested({ each: true }));
}
