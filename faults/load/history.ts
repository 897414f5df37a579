import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

export type RequestKind =
  'create' | 'bulk' | 'move' | 'move-items' | 'note' | 'hold' | 'cancel' | 'cancel-part' | 'adjust' | 'count';

/** What the client is about to ask for. Every try of it goes out under its key, which is also the actor of what it does. */
export interface Intention {
  readonly entry: 'intention';
  readonly key: string;
  readonly kind: RequestKind;
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: unknown;
  readonly at: string;
  /** Asked once, only to see whether it is answered. */
  readonly probe?: true;
}

/** What an answer says of an order, as far as it is checked. */
export interface AnsweredOrder {
  readonly id: string;
  readonly status: string;
  readonly last_sequence: number;
  readonly total_amount: number;
  /** The moment of the change that is answered, or of the last one before when there was nothing to do. */
  readonly updated_at: string;
}

/** What became of one try. */
export interface Outcome {
  readonly entry: 'outcome';
  readonly key: string;
  readonly kind: RequestKind;
  readonly replica: string;
  readonly startedAt: string;
  readonly ms: number;
  /** Missing when no whole answer came: whether it was done is unknown. */
  readonly status?: number;
  /** Why no answer came. */
  readonly trouble?: string;
  /** SHA-256 of the body; a repeat gets the same. */
  readonly answer?: string;
  /** Of an order's answer. */
  readonly order?: AnsweredOrder;
  /** Of a bulk answer: the order of each row, `null` for one that was refused. */
  readonly rows?: readonly (AnsweredOrder | null)[];
  /** Of an adjustment's answer. */
  readonly movement?: number | null;
  /** Of a refusal: the code, and what is wrong with the form of the answer. */
  readonly code?: string;
  readonly malformed?: string;
  /** Its header `Retry-After`. */
  readonly retryAfter?: string;
}

export type Entry = Intention | Outcome;

/** An answer that a repeat would not change: done, or refused for what the request asks. */
export function isFinal({ status, code }: Outcome): boolean {
  if (status === undefined || status === 429 || status >= 500) return false;
  return code !== 'idempotency_in_progress' && code !== 'order_changed';
}

export function isDone({ status = 0 }: Outcome): boolean {
  return status >= 200 && status < 300;
}

/** The orders that an answer shows. */
export function answeredOrders({ order, rows = [] }: Outcome): AnsweredOrder[] {
  return [...(order ? [order] : []), ...rows.filter((row) => row !== null)];
}

/** What a new order carries as the key of its request in its metadata; the orders of a bulk are told apart. */
export function orderName(key: string, row?: number): string {
  return row === undefined ? key : `${key}/${row}`;
}

/** The file in which the client writes what it is about to do, before it does it, and what came of it. */
export class History {
  private readonly file: WriteStream;
  intentions = 0;

  constructor(readonly path: string) {
    this.file = createWriteStream(path);
  }

  write(entry: Entry): void {
    if (entry.entry === 'intention') this.intentions += 1;
    this.file.write(`${JSON.stringify(entry)}\n`);
  }

  async close(): Promise<void> {
    this.file.end();
    await finished(this.file);
  }
}

export async function readHistory(path: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const line of createInterface({ input: createReadStream(path) })) entries.push(JSON.parse(line) as Entry);
  return entries;
}
