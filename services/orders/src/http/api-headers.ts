import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { ProblemCode } from '#libs/contracts';
import { Problems } from '#libs/platform';
import { MAX_KEY_LENGTH } from '../idempotency/idempotency.js';

/** Documents the headers that calls of this service share. */
export const ApiIdempotent = (): MethodDecorator =>
  ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'A repeat with the same key and body gets the first answer again, marked `Idempotency-Replayed: true`; kept for 24 hours',
    schema: { type: 'string', minLength: 1, maxLength: MAX_KEY_LENGTH },
  });

/** Who asks, and for an import when. */
export const ApiActor = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'X-Actor',
      required: false,
      description: 'Who asks, for the journey and the events: an id, never a name',
      schema: { type: 'string', maxLength: 100 },
    }),
    ApiHeader({
      name: 'X-Occurred-At',
      required: false,
      description: 'When it happened, for imports; taken only where `ALLOW_BACKDATING` is true, and refused elsewhere',
      schema: { type: 'string', format: 'date-time' },
    }),
  );

export const ApiIfMatch = (): MethodDecorator =>
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The `ETag` that the change was decided by; 412 when there is a newer one',
  });

/** The problems of a call with a JSON body and an idempotency key, and those of its own. */
export const WriteProblems = (...own: ProblemCode[]): MethodDecorator =>
  BodyProblems(...own, 'idempotency_key_invalid', 'idempotency_in_progress', 'idempotency_key_reused');

/** The problems of a call whose body is read, though nothing in it may matter, and those of its own. */
export const BodyProblems = (...own: ProblemCode[]): MethodDecorator =>
  Problems('malformed_json', 'validation_failed', ...own, 'payload_too_large', 'unsupported_media_type');
