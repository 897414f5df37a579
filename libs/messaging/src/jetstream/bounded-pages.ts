import { ByteBudget } from './byte-budget.js';
import type { JetStream } from './link.js';
import { pageBytes, readPage, type TailedMessage } from './page.js';

/** What a message takes beyond its bytes, generously. */
export const MESSAGE_OVERHEAD_BYTES = 512;

export interface HeldPage {
  /** Oldest first. The holder takes them out. */
  readonly messages: TailedMessage[];
  release(): void;
}

/** Pages of a stream that many readers hold at a time, bounded in bytes over all of them. */
export class BoundedPages {
  private readonly budget: ByteBudget;

  constructor(
    private readonly stream: string,
    limitBytes: number,
  ) {
    this.budget = new ByteBudget(limitBytes);
  }

  /**
   * The page behind a position, when there is room for it: while it is on its way for one as large as it may be, then for
   * what it is; a message that is larger than a page counts as one. Nothing is fetched for who is no longer `wanting` it when
   * there is.
   * @throws Error when the broker is away or does not answer
   */
  async take(jetstream: JetStream, after: number, wanting: () => boolean): Promise<HeldPage> {
    const most = Math.min(pageBytes(jetstream.can), this.budget.limit);
    await this.budget.take(most);
    let held = 0;
    try {
      const messages = wanting() ? await readPage(jetstream, this.stream, after) : [];
      held = Math.min(most, messages.reduce((sum, { bytes }) => sum + bytes + MESSAGE_OVERHEAD_BYTES, 0));
      return { messages, release: () => this.budget.give(held) };
    } finally {
      this.budget.give(most - held);
    }
  }
}
