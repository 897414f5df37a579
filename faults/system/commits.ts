import type { Direction, Listener } from '#libs/testing';
import { PostgresMessages } from './postgres-messages.js';

/** Every order, every change of one and every adjustment of stock writes into one of these. */
const WRITES = /insert into (idempotency_keys|order_journey)\b/;
/** Nothing was written: the key was taken, or the order was changed by somebody else. */
const NOTHING = /^(SELECT 0|INSERT 0 0|ROLLBACK)$/;

/**
 * Follows the sessions on a link to PostgreSQL and knows which of its answers are the news that an order or a change was
 * committed; the relay and the reads commit all the time too. Has to hear each session from its first byte.
 */
export class Commits {
  private readonly sessions = new WeakMap<object, Session>();

  readonly listen: Listener = (piece, direction, connection) => {
    const session = this.sessions.get(connection) ?? new Session();
    this.sessions.set(connection, session);
    session.hear(piece, direction);
  };

  /** Whether the last piece that came over this connection tells of one. */
  areToldOver(connection: object): boolean {
    return this.sessions.get(connection)?.tells ?? false;
  }
}

/** See "Message Formats" in PostgreSQL's manual for the letters. */
class Session {
  tells = false;
  private readonly sent = new PostgresMessages({ beginsUntyped: true });
  private readonly answered = new PostgresMessages();
  /** Names of the prepared statements that write: the driver sends the text once, and from then on the name alone. */
  private readonly writing = new Set<string>();
  private hasWritten = false;

  hear(piece: Buffer, direction: Direction): void {
    this.tells = false;
    if (direction === 'there') for (const { type, body } of this.sent.read(piece)) this.onSent(type, body);
    else for (const { type, body } of this.answered.read(piece)) this.onAnswer(type, body);
  }

  private onSent(type: string, body: Buffer): void {
    if (type === 'P') {
      const [name = '', text = ''] = textsOf(body);
      if (WRITES.test(text)) this.writing.add(name);
      else this.writing.delete(name);
    }
    const [, statement = ''] = type === 'B' ? textsOf(body) : [];
    if (type === 'B' && this.writing.has(statement)) this.hasWritten = true;
  }

  /** An error, what a statement did, or that the session takes the next one: `I` outside of a transaction. */
  private onAnswer(type: string, body: Buffer): void {
    if (type === 'E' || (type === 'C' && NOTHING.test(textsOf(body)[0] ?? ''))) this.hasWritten = false;
    if (type !== 'Z' || body.toString('latin1') !== 'I') return;
    this.tells ||= this.hasWritten;
    this.hasWritten = false;
  }
}

/** The two texts, each ended by a zero, that a message begins with. */
function textsOf(body: Buffer): string[] {
  const first = body.indexOf(0);
  const second = body.indexOf(0, first + 1);
  return [body.toString('utf8', 0, first), body.toString('utf8', first + 1, Math.max(second, first + 1))];
}
