export interface PostgresMessage {
  /** A letter; nothing for the first message of a client. */
  readonly type: string;
  readonly body: Buffer;
}

const LENGTH_BYTES = 4;

/** Puts the messages of PostgreSQL's protocol (version 3) together again from one direction of a connection. */
export class PostgresMessages {
  private rest: Buffer = Buffer.alloc(0);
  private typeBytes: 0 | 1;

  constructor({ beginsUntyped = false } = {}) {
    this.typeBytes = beginsUntyped ? 0 : 1;
  }

  /** @returns the messages that this piece completes */
  read(piece: Buffer): PostgresMessage[] {
    this.rest = this.rest.length > 0 ? Buffer.concat([this.rest, piece]) : piece;
    const messages: PostgresMessage[] = [];
    for (let next = this.take(); next; next = this.take()) messages.push(next);
    return messages;
  }

  /** A length counts itself and the body. */
  private take(): PostgresMessage | undefined {
    const { rest, typeBytes } = this;
    if (rest.length < typeBytes + LENGTH_BYTES) return undefined;
    const end = typeBytes + rest.readInt32BE(typeBytes);
    if (rest.length < end) return undefined;
    this.rest = rest.subarray(end);
    this.typeBytes = 1;
    return { type: rest.toString('latin1', 0, typeBytes), body: rest.subarray(typeBytes + LENGTH_BYTES, end) };
  }
}
