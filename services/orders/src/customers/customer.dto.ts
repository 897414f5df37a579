import { ApiProperty } from '@nestjs/swagger';
import { field, FreeJson, QueryFlag, Text, type Check, type FieldOptions } from '#libs/platform';
import { PageQuery } from '../listing/page.js';
import type { JsonObject } from '../rules/json.js';
import { METADATA_LIMITS } from '../rules/merge-patch.js';
import { CUSTOMER_LIMITS } from './rules/customer.js';
import { isEmail, MAX_EMAIL } from './rules/email.js';

const optional = true;
const NAME = { max: CUSTOMER_LIMITS.name, example: 'Ada Lovelace' } as const;

const checkEmail: Check = (value) =>
  typeof value === 'string' && isEmail(value)
    ? undefined
    : `must be an email address such as ada@example.com, at most ${MAX_EMAIL} characters`;

const Email = (options: FieldOptions = {}): PropertyDecorator =>
  field({ example: 'ada@example.com', ...options }, { type: String, format: 'email', maxLength: MAX_EMAIL }, checkEmail);

export class CreateCustomerDto {
  @Email({ about: 'Of no other customer, upper and lower case being the same' })
  email!: string;

  @Text(NAME)
  full_name!: string;

  @FreeJson({ optional, ...METADATA_LIMITS, about: 'Anything, kept as it is; at most 16 KiB' })
  metadata?: JsonObject;
}

export class PatchCustomerDto {
  @Email({ optional })
  email?: string;

  @Text({ optional, ...NAME })
  full_name?: string;

  @FreeJson({ optional, nullable: true, ...METADATA_LIMITS, about: 'A merge patch of RFC 7396: `null` removes a member' })
  metadata?: JsonObject | null;
}

export class ListCustomersQuery extends PageQuery {
  @Text({ optional, max: MAX_EMAIL, about: 'Part of the name or of the email, in either case' })
  q?: string;

  @Text({ optional, max: MAX_EMAIL, about: 'The whole address, in either case' })
  email?: string;

  @QueryFlag({ about: 'Also those whose data was erased' })
  include_erased?: string;
}

// What is answered, for the OpenAPI document. The tests hold real answers against it.

const NULLABLE_TEXT = { type: String, nullable: true } as const;
const INSTANT = { format: 'date-time', example: '2026-11-21T12:00:00.000Z' } as const;

export class CustomerDto {
  @ApiProperty({ format: 'uuid', example: '019a9f3e-7c00-7d21-8a4b-5c6d7e8f9011' }) id!: string;
  @ApiProperty({ ...NULLABLE_TEXT, example: 'ada@example.com', description: '`null` once erased' }) email!: string | null;
  @ApiProperty({ ...NULLABLE_TEXT, example: 'Ada Lovelace', description: '`null` once erased' }) full_name!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true }) metadata!: object;
  @ApiProperty({ type: 'integer', description: 'Counts the changes; the ETag' }) version!: number;
  @ApiProperty(INSTANT) created_at!: string;
  @ApiProperty(INSTANT) updated_at!: string;
  @ApiProperty({ ...NULLABLE_TEXT, format: 'date-time', description: 'Since when nothing is known about the person' })
  erased_at!: string | null;
}

export class CustomerListDto {
  @ApiProperty({ type: [CustomerDto] }) customers!: CustomerDto[];
  @ApiProperty({ ...NULLABLE_TEXT, description: 'Pass it as `cursor` for the next page' }) next_cursor!: string | null;
  @ApiProperty() has_more!: boolean;
  @ApiProperty({ type: 'integer', required: false, description: 'Only with `include_total=true`' }) total?: number;
}
