import { createReadStream, createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';

export type RequestKind = 'create' | 'move' | 'note' | 'cancel' | 'cancel-part' | 'adjust';

/** What the client is about to ask for. Every try of it goes out under its key. */
export interface Intention {
  readonly entry: 'intention';
  readonly key: string;
  readonly kind: RequestKind;
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: unknown;
  readonly at: string;
}

/** What an answer says of an order, as far as it is checked. */
export interface AnsweredOrder {
  readonly id: string;
  readonly status: string;
  readonly last_sequence: number;
  readonly total_amount: number;
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
  /** Of an adjustment's answer. */
  readonly movement?: number | null;
  /** Of a refusal: the code, and what is wrong with the form of the answer. */
  readonly code?: string;
  readonly malformed?: string;
  /** Its header `Retry-After`. */
  readonly retryAfter?: string;
}

export type Entry = Intention | Outcome;

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
