import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { ConsumerMessages } from 'nats';
import { BoundedPages, MESSAGE_OVERHEAD_BYTES, type HeldPage } from './bounded-pages.js';
import type { JetStream, JetStreamLink } from './link.js';
import { TailedMessage } from './page.js';
import { withConsumer } from './ephemeral-consumer.js';
import { RecentItems } from './recent-items.js';

export interface TailOptions<Item extends NonNullable<unknown>> {
  readonly stream: string;
  /** What readers get of a message; made once for all that follow the end of the stream. Must not throw. */
  readonly view: (message: TailedMessage) => Item;
  /** The newest messages that are kept for all readers together. */
  readonly keptBytes?: number;
  /** Older messages that readers who catch up hold, all together. */
  readonly pagesBytes?: number;
}

export interface TailReader<Item> extends AsyncIterable<Item> {
  stop(): void;
}

interface Reader {
  /** When the stream was made that its position belongs to. */
  streamCreated: string;
  /** The stream sequence of what it was given last. */
  position: number;
  isStopped: boolean;
  /** Set while it has an item of those that are kept for all. */
  holds?: number;
  readonly onOutrun: () => void;
}

const MIB = 1_048_576;
const RETRY_MS = 500;
/** How long a request for messages stands. The server gives a sign of life at half of it, and two that are missed count. */
const REQUEST_MS = 10_000;
/** On their way at the end of the stream. Even the largest stay far below the 64 MiB at which the server gives a client up. */
const AHEAD = 20;
/** A slow reader may go on holding an item of this size when it is kept no longer. */
const SMALL_BYTES = 65_536;

/**
 * Gives one stream to many readers in its order. However many there are and however slow, they cannot disturb the
 * connection to the broker, which the relay and the consumers use too: one consumer follows the end of the stream for all
 * of them and waits for none, and who is behind fetches page after page, each when the last one has been taken. What
 * readers hold is bounded in all: the newest messages, which they share, and the pages. It follows the stream only while
 * there are readers.
 */
export class Tail<Item extends NonNullable<unknown>> {
  private readonly logger = new Logger('Tail');
  private readonly readers = new Set<Reader>();
  private readonly recent: RecentItems<Item>;
  private readonly pages: BoundedPages;
  /** The stream sequence up to which the end was followed. */
  private head = 0;
  /** When the stream was made that is followed: another one of its name begins again at 1. */
  private followed = '';
  private news = Promise.withResolvers<void>();
  private live?: ConsumerMessages;
  private isRunning = false;
  private complaint = '';

  constructor(
    private readonly link: JetStreamLink,
    private readonly options: TailOptions<Item>,
  ) {
    this.recent = new RecentItems(options.keptBytes ?? 16 * MIB, ({ sequence, bytes }) => this.outrun(sequence, bytes));
    this.pages = new BoundedPages(options.stream, options.pagesBytes ?? 32 * MIB);
    // The server that is there again may have lost the consumer: begin anew behind the head.
    link.onReady(() => this.live?.stop());
  }

  /**
   * Begins behind a stream sequence, or with what comes from now on. A position beyond the stream's end belongs to an
   * earlier stream of that name; then all of this one is given out, as it is to readers under whom the stream is made
   * anew. `onOutrun` is called when the reader still holds a large item that is to be kept no longer; it should let go of
   * it, and may come back at its position.
   * @throws Error when the broker is away or does not answer
   */
  async open(after?: number, onOutrun: () => void = () => undefined): Promise<TailReader<Item>> {
    const { created, last } = await this.look(this.connected());
    const position = after === undefined ? last : after <= last ? after : 0;
    const reader: Reader = { streamCreated: created, position, isStopped: false, onOutrun };
    this.readers.add(reader);
    // What is followed is another stream of that name: it is to be looked at again.
    if (!this.followsThatOfAll()) this.live?.stop();
    void this.run();
    return { stop: () => this.leave(reader), [Symbol.asyncIterator]: () => this.read(reader) };
  }

  private connected(): JetStream {
    const jetstream = this.link.current;
    if (!jetstream) throw new Error('the broker is away');
    return jetstream;
  }

  private leave(reader: Reader): void {
    reader.isStopped = true;
    this.readers.delete(reader);
    if (this.readers.size === 0) this.live?.stop();
    this.tell();
  }

  /** Follows the end of the stream through every loss of the broker, until the last reader has gone. */
  private async run(): Promise<void> {
    if (this.isRunning) return;
    this.isRunning = true;
    while (this.readers.size > 0) await this.follow().catch((error: unknown) => this.rest(error));
    this.isRunning = false;
    this.recent.clear();
    this.head = 0;
    this.followed = '';
  }

  private async follow(): Promise<void> {
    const jetstream = this.connected();
    const { stream } = this.options;
    const { created, last } = await this.look(jetstream);
    if (created !== this.followed || last < this.head) this.beginBehind(last, created);
    this.moveReadersTo(created);
    await withConsumer(jetstream, { stream, after: this.head }, async (consumer) => {
      this.live = await consumer.consume({ max_messages: AHEAD, expires: REQUEST_MS, abort_on_missing_resource: true });
      if (this.readers.size === 0 || !this.followsThatOfAll()) this.live.stop();
      let given = 0;
      for await (const message of this.live) {
        given += 1;
        if (message.info.deliverySequence !== given) throw new Error('a message was lost on its way');
        this.keep(new TailedMessage(message));
      }
    });
  }

  private async look({ manager }: JetStream): Promise<{ readonly created: string; readonly last: number }> {
    const { created, state } = await manager.streams.info(this.options.stream);
    return { created: String(created), last: state.last_seq };
  }

  private followsThatOfAll(): boolean {
    return [...this.readers].every(({ streamCreated }) => streamCreated === this.followed);
  }

  /** The stream is new to the tail, or ends earlier than it did. */
  private beginBehind(last: number, created: string): void {
    this.recent.clear();
    this.head = last;
    this.followed = created;
    for (const reader of this.readers) reader.position = Math.min(reader.position, last);
    this.tell();
  }

  /** Of a stream that was made after a reader came, all is news to it, however far it has come meanwhile. */
  private moveReadersTo(created: string): void {
    for (const reader of this.readers) {
      if (reader.streamCreated === created) continue;
      reader.streamCreated = created;
      reader.position = 0;
    }
    this.tell();
  }

  private keep(message: TailedMessage): void {
    const { streamSequence: sequence, bytes } = message;
    this.recent.add(this.head, { sequence, item: this.options.view(message), bytes: bytes + MESSAGE_OVERHEAD_BYTES });
    this.head = sequence;
    this.complaint = '';
    this.tell();
  }

  private tell(): void {
    this.news.resolve();
    this.news = Promise.withResolvers();
  }

  private outrun(sequence: number, bytes: number): void {
    if (bytes <= SMALL_BYTES) return;
    for (const reader of this.readers) if (reader.holds === sequence) reader.onOutrun();
  }

  private async *read(reader: Reader): AsyncGenerator<Item> {
    try {
      while (!reader.isStopped) {
        const isOfThis = reader.streamCreated === this.followed;
        const next = isOfThis ? this.recent.after(reader.position) : undefined;
        if (next) {
          reader.position = reader.holds = next.sequence;
          yield next.item;
          reader.holds = undefined;
        } else if (isOfThis && reader.position < this.head) yield* this.readOlder(reader);
        else await this.news.promise;
      }
    } finally {
      this.leave(reader);
    }
  }

  /** What is kept no longer comes in pages. The next one is fetched when the reader has taken the last. */
  private async *readOlder(reader: Reader): AsyncGenerator<Item> {
    const end = this.head;
    const { streamCreated } = reader;
    const page = await this.takePage(reader).catch((error: unknown) => this.rest(error));
    if (!page) return;
    // Of an earlier stream it says nothing of the reader's place in this one.
    const next = (): Item | undefined => (reader.streamCreated === streamCreated ? this.next(page, reader) : undefined);
    try {
      // Nothing is left of what stood there.
      if (page.messages.length === 0 && reader.streamCreated === streamCreated) reader.position = end;
      for (let item = next(); item !== undefined; item = next()) yield item;
    } finally {
      page.release();
    }
  }

  /** A message leaves the page when its item is made, so that while a slow reader takes it, it stands in memory once. */
  private next({ messages }: HeldPage, reader: Reader): Item | undefined {
    const message = messages.shift();
    if (!message || reader.isStopped || message.streamSequence > this.head) return undefined;
    reader.position = message.streamSequence;
    return this.options.view(message);
  }

  private async takePage(reader: Reader): Promise<HeldPage> {
    return this.pages.take(this.connected(), reader.position, () => !reader.isStopped);
  }

  /** Before the next try. Says each kind of trouble once, not at every try. */
  private async rest(error: unknown): Promise<void> {
    const reason = String(error);
    if (reason !== this.complaint) this.logger.warn({ msg: 'a stream is not followed for its readers', reason });
    this.complaint = reason;
    await delay(RETRY_MS);
  }
}
