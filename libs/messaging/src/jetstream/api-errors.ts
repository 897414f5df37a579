import { ErrorCode } from 'nats';

interface ApiError {
  readonly api_error?: { readonly err_code?: number; readonly description?: string };
}

/** "message size exceeds maximum allowed", "header size exceeds maximum allowed of 64k". */
const BLAMES_MESSAGE: ReadonlySet<number | undefined> = new Set([10_054, 10_097]);

/** The `err_code` of an answer of the JetStream API; nothing when the error is of another kind, such as a time-out. */
export function apiErrorCode(error: unknown): number | undefined {
  return (error as ApiError).api_error?.err_code;
}

/**
 * The stream will not take this message however often it is sent. The status alone does not tell: an account that has no room
 * left and a stream that is sealed answer 400 too, to every message.
 */
export function blamesMessage(error: unknown): boolean {
  return BLAMES_MESSAGE.has(apiErrorCode(error));
}

/** The server's own words in an answer of the JetStream API; of most of them the client's error tells only the status. */
export function apiDescription(error: unknown): string | undefined {
  return (error as ApiError).api_error?.description;
}

/** Nobody listens at what was asked: JetStream, a stream or a consumer has no server at this moment, or does not exist. */
export function isNoResponders(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === ErrorCode.NoResponders;
}

/** With its headers the message is larger than the broker takes. */
export function isTooLarge(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === ErrorCode.MaxPayloadExceeded;
}
