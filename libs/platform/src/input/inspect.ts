import { applyDecorators } from '@nestjs/common';
import { ValidateNested, validateSync, type ValidationError } from 'class-validator';
import { DomainError } from '#libs/kernel';
import { escapeToken } from '../json/json-pointer.js';
import { field, type FieldOptions } from './fields.js';

/** One thing that is wrong with the input. `pointer` is a JSON Pointer (RFC 6901). */
export interface Fault {
  readonly pointer: string;
  readonly message: string;
}

export interface Inspected<T> {
  readonly value: T;
  readonly faults: readonly Fault[];
}

type DtoClass<T extends object = object> = new () => T;

interface ListOptions extends FieldOptions {
  readonly min?: number;
  readonly max: number;
}

/** Which members of a DTO are lists of another DTO. */
const LISTS = new WeakMap<object, Map<string, ListEntry>>();

interface ListEntry {
  readonly item: () => DtoClass;
  readonly max: number;
}

/** A member that is a list of `min` to `max` objects of another DTO. */
export function ListOf(item: () => DtoClass, options: ListOptions): PropertyDecorator {
  const { min = 0, max } = options;
  return (target, key) => {
    const lists = LISTS.get(target) ?? new Map<string, ListEntry>();
    LISTS.set(target, lists.set(String(key), { item, max: options.max }));
    const check = (value: unknown) => {
      if (!Array.isArray(value)) return 'must be a list';
      return value.length >= min && value.length <= max ? undefined : `must hold ${min} to ${max} entries`;
    };
    applyDecorators(
      field(options, { type: item, isArray: true, minItems: min, maxItems: max } as never, check),
      ValidateNested({ each: true }),
    )(target, key);
  };
}

const OPTIONS = {
  whitelist: true,
  forbidNonWhitelisted: true,
  stopAtFirstError: true,
  validationError: { target: false, value: false },
} as const;

/** An answer never lists more faults than this. */
const MAX_FAULTS = 100;

/**
 * Checks plain input against a DTO class and reports every fault at once. The value is an instance of the DTO with the
 * members as they came; free JSON inside is not touched.
 */
export function inspect<T extends object>(dto: DtoClass<T>, plain: unknown, at = ''): Inspected<T> {
  const faults: Fault[] = [];
  const value = instantiate(dto, plain, at, faults);
  if (faults.length === 0 || isObject(plain)) collect(validateSync(value, OPTIONS), at, faults);
  return { value, faults: faults.slice(0, MAX_FAULTS) };
}

/** The DTO of plain input. @throws DomainError validation_failed with all faults */
export function read<T extends object>(dto: DtoClass<T>, plain: unknown, at = ''): T {
  const { value, faults } = inspect(dto, plain, at);
  refuse(faults);
  return value;
}

/** @throws DomainError validation_failed unless there are no faults */
export function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw new DomainError('validation_failed', describe(faults), { errors: faults });
}

function describe(faults: readonly Fault[]): string {
  const [first] = faults;
  if (faults.length === 1 && first) return `${first.pointer || 'The body'} ${first.message}.`;
  return `${faults.length} fields are not right.`;
}

function instantiate<T extends object>(dto: DtoClass<T>, plain: unknown, at: string, faults: Fault[]): T {
  const instance = new dto();
  if (!isObject(plain)) {
    faults.push({ pointer: at, message: 'must be an object' });
    return instance;
  }
  Object.assign(instance, plain);
  for (const [key, { item, max }] of LISTS.get(dto.prototype as object) ?? []) {
    const list = (plain as Record<string, unknown>)[key];
    if (!Array.isArray(list)) continue;
    // A list that is too long is refused for that; ten thousand entries are not looked at one by one.
    const tooLong = list.length > max;
    if (tooLong) faults.push({ pointer: `${at}/${key}`, message: `must hold at most ${max} entries` });
    const entries = tooLong ? [] : list.map((entry, index) => instantiate(item(), entry, `${at}/${key}/${index}`, faults));
    Object.assign(instance, { [key]: entries });
  }
  return instance;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function collect(errors: readonly ValidationError[], at: string, faults: Fault[]): void {
  for (const { property, constraints, children = [] } of errors) {
    const pointer = `${at}/${escapeToken(property)}`;
    const known = faults.some((fault) => fault.pointer === pointer);
    if (constraints && !known) faults.push({ pointer, message: messageOf(constraints) });
    collect(children, pointer, faults);
  }
}

function messageOf(constraints: Record<string, string>): string {
  if ('whitelistValidation' in constraints) return 'is not known here';
  return Object.values(constraints)[0] ?? 'is not right';
}
