/**
 * A refusal with a reason that a machine can read. `code` is a word of the published problem codes (libs/contracts);
 * `facts` are the members that the answer carries beside it, such as `next_statuses` or `shortfall`. Facts are shown to
 * clients: never put SQL, a stack or another person's data into them.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: string,
    message: string,
    readonly facts: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
