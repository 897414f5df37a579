import type { ApiPropertyOptions } from '@nestjs/swagger';
import {
  isAmount,
  isChoice,
  isDay,
  isDecimal,
  isDigits,
  isFlag,
  isFlagWord,
  isFreeJson,
  isInstant,
  isInteger,
  isText,
  isUuidText,
  type JsonLimits,
  type TextForm,
} from './checks.js';
import { field, type Check, type FieldOptions } from './fields.js';

interface Bounds extends FieldOptions {
  readonly min: number;
  readonly max: number;
}

interface Choices extends FieldOptions {
  /** Also reads other words for the choices. */
  readonly parse?: (word: string) => unknown;
}

export const Text = (options: FieldOptions & TextForm & { readonly max: number }): PropertyDecorator =>
  field(
    options,
    { type: String, maxLength: options.max, minLength: 1, pattern: options.pattern?.source },
    isText(options.max, options),
  );

export const Uuid = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: String, format: 'uuid' }, isUuidText);

export const Integer = (options: Bounds): PropertyDecorator =>
  field(options, { type: 'integer', minimum: options.min, maximum: options.max }, isInteger(options.min, options.max));

export const Money = (options: FieldOptions = {}): PropertyDecorator => field(options, { type: Number, minimum: 0 }, isAmount);

export const Flag = (options: FieldOptions = {}): PropertyDecorator => field(options, { type: Boolean }, isFlag);

export const Instant = (options: FieldOptions = {}): PropertyDecorator =>
  field(options, { type: String, format: 'date-time' }, isInstant);

export const Day = (options: FieldOptions = {}): PropertyDecorator => field(options, { type: String, format: 'date' }, isDay);

export const Choice = (choices: readonly string[], options: Choices = {}): PropertyDecorator =>
  field(options, { type: String, enum: [...choices] }, isChoice(choices, options.parse));

export const FreeJson = (options: FieldOptions & JsonLimits): PropertyDecorator =>
  field(options, { type: 'object', additionalProperties: true }, isFreeJson(options));

/** The parameters of a query arrive as text, and as a list of texts when they are repeated. */
export const QueryInteger = (options: Bounds & { readonly default?: number }): PropertyDecorator =>
  field(
    { optional: true, ...options },
    { type: 'integer', minimum: options.min, maximum: options.max, default: options.default },
    isDigits(options.min, options.max),
  );

export const QueryDecimal = (options: FieldOptions = {}): PropertyDecorator =>
  field({ optional: true, ...options }, { type: Number, minimum: 0 }, isDecimal);

export const QueryFlag = (options: FieldOptions = {}): PropertyDecorator =>
  field({ optional: true, ...options }, { type: Boolean }, isFlagWord);

/** Swagger's module leaves `enum` out of a DTO's member that becomes a parameter, but takes what stands in `schema`. */
export const QueryChoice = (choices: readonly string[], options: Choices = {}): PropertyDecorator =>
  field(
    { optional: true, ...options },
    { type: String, schema: { enum: [...choices] } } as ApiPropertyOptions,
    isChoice(choices, options.parse),
  );

export const QueryChoices = (choices: readonly string[], options: Choices = {}): PropertyDecorator => {
  const one = isChoice(choices, options.parse);
  const each: Check = (value) =>
    listOf(value)
      .map(one)
      .find((fault) => fault !== undefined);
  return field({ optional: true, ...options }, { type: [String], enum: [...choices] }, each);
};

/** A repeatable parameter of free texts, at most `most` of them. */
export const QueryTexts = (
  options: FieldOptions & TextForm & { readonly max: number; readonly most: number },
): PropertyDecorator => {
  const one = isText(options.max, options);
  const each: Check = (value) => {
    const texts = listOf(value);
    if (texts.length > options.most) return `must not be repeated more than ${options.most} times`;
    return texts.map(one).find((fault) => fault !== undefined);
  };
  return field({ optional: true, ...options }, { type: [String], maxItems: options.most }, each);
};

/** The values of a repeatable query parameter. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
