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
   * earlier stream of that name; then only what is new is given out. `onOutrun` is called when the reader still holds a
   * large item that is to be kept no longer; it should let go of it, and may come back at its position.
   * @throws Error when the broker is away or does not answer
   */
  async open(after?: number, onOutrun: () => void = () => undefined): Promise<TailReader<Item>> {
    const { last_seq: last } = (await this.connected().manager.streams.info(this.options.stream)).state;
    const reader: Reader = { position: Math.min(after ?? last, last), isStopped: false, onOutrun };
    this.readers.add(reader);
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
  }

  private async follow(): Promise<void> {
    const jetstream = this.connected();
    const { stream } = this.options;
    const { last_seq: last } = (await jetstream.manager.streams.info(stream)).state;
    if (this.head === 0 || last < this.head) this.beginBehind(last);
    await withConsumer(jetstream, { stream, after: this.head }, async (consumer) => {
      this.live = await consumer.consume({ max_messages: AHEAD, expires: REQUEST_MS, abort_on_missing_resource: true });
      if (this.readers.size === 0) this.live.stop();
      let given = 0;
      for await (const message of this.live) {
        given += 1;
        if (message.info.deliverySequence !== given) throw new Error('a message was lost on its way');
        this.keep(new TailedMessage(message));
      }
    });
  }

  /** The stream is new to the tail, or ends earlier than it did, so it is another one. */
  private beginBehind(last: number): void {
    this.recent.clear();
    this.head = last;
    for (const reader of this.readers) reader.position = Math.min(reader.position, last);
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
        const next = this.recent.after(reader.position);
        if (next) {
          reader.position = reader.holds = next.sequence;
          yield next.item;
          reader.holds = undefined;
        } else if (reader.position < this.head) yield* this.readOlder(reader);
        else await this.news.promise;
      }
    } finally {
      this.leave(reader);
    }
  }

  /** What is kept no longer comes in pages. The next one is fetched when the reader has taken the last. */
  private async *readOlder(reader: Reader): AsyncGenerator<Item> {
    const end = this.head;
    const page = await this.takePage(reader).catch((error: unknown) => this.rest(error));
    if (!page) return;
    try {
      // Nothing is left of what stood there.
      if (page.messages.length === 0) reader.position = end;
      for (let item = this.next(page, reader); item !== undefined; item = this.next(page, reader)) yield item;
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
