import { validateSync } from 'class-validator';
import { DomainError } from '#libs/kernel';
import { escapeToken } from '../json/json-pointer.js';
import { planOf, type DtoPlan } from './dto-plan.js';
import type { DtoClass, FieldRule } from './fields.js';

/** One thing that is wrong with the input. `pointer` is a JSON Pointer (RFC 6901). */
export interface Fault {
  readonly pointer: string;
  readonly message: string;
}

export interface Inspected<T> {
  readonly value: T;
  readonly faults: readonly Fault[];
}

/** An answer never lists more faults than this. */
const MAX_FAULTS = 100;

/**
 * Checks plain input against a DTO class and reports every fault at once. The value is an instance of the DTO with the
 * members as they came, wrong ones included; nothing is converted, unknown members are left out, free JSON is not touched.
 * `at` is the pointer of `plain` in the whole request.
 */
export function inspect<T extends object>(dto: DtoClass<T>, plain: unknown, at = ''): Inspected<T> {
  const faults: Fault[] = [];
  const value = readObject(planOf(dto), plain, at, faults);
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

type Members = Readonly<Record<string, unknown>>;

function readObject<T extends object>(plan: DtoPlan<T>, plain: unknown, at: string, faults: Fault[]): T {
  const instance = new plan.dto();
  if (!isObject(plain)) {
    faults.push({ pointer: at, message: plain === undefined ? 'is required' : 'must be an object' });
    return instance;
  }
  const into = instance as Record<string, unknown>;
  for (const [name, rule] of plan.rules) {
    const member = Object.hasOwn(plain, name) ? plain[name] : undefined;
    if (member !== undefined) into[name] = member;
    if (faults.length < MAX_FAULTS) readMember(rule, name, member, at, faults, into);
  }
  for (const name of Object.keys(plain)) {
    if (faults.length >= MAX_FAULTS) break;
    if (plan.foreign.has(name)) into[name] = plain[name];
    else if (!plan.rules.has(name)) faults.push({ pointer: `${at}/${escapeToken(name)}`, message: 'is not known here' });
  }
  if (plan.foreign.size > 0) askClassValidator(instance, at, faults);
  return instance;
}

function readMember(
  rule: FieldRule,
  name: string,
  member: unknown,
  at: string,
  faults: Fault[],
  into: Record<string, unknown>,
): void {
  const passes = (member === undefined && rule.optional) || (member === null && rule.nullable);
  if (passes) return;
  const message = member === undefined ? 'is required' : rule.check(member);
  if (message !== undefined) faults.push({ pointer: `${at}/${name}`, message });
  if (rule.item === undefined || !Array.isArray(member)) return;
  // A refused list is empty in the value: ten thousand entries are not looked at one by one.
  const plan = planOf(rule.item());
  into[name] =
    message === undefined ? member.map((entry, index) => readObject(plan, entry, `${at}/${name}/${index}`, faults)) : [];
}

/** For members with constraints of class-validator's own, which the plan does not know. */
function askClassValidator(instance: object, at: string, faults: Fault[]): void {
  const pointers = new Set(faults.map(({ pointer }) => pointer));
  for (const { property, constraints = {} } of validateSync(instance, {
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  })) {
    const pointer = `${at}/${escapeToken(property)}`;
    const [message = 'is not right'] = Object.values(constraints);
    if (!pointers.has(pointer)) faults.push({ pointer, message });
  }
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
