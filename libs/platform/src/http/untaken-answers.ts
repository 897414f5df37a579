import type { ServerResponse } from 'node:http';
import type { RequestsInWork, Work } from './requests-in-work.js';

const LOOK_EVERY_MS = 100;

/** The engine takes two for each character of a text that has one beyond Latin-1; its length does not tell which it is. */
const BYTES_PER_CHARACTER = 2;

/**
 * Answers that clients have not taken yet stand in memory. One client has the time of `DELIVERY_TIMEOUT_MS`, which many together
 * could use to fill the memory with large pages: beyond a size in all, those are cut off that have waited longest.
 */
export class UntakenAnswers {
  private readonly timer = setInterval(() => this.look(), LOOK_EVERY_MS).unref();

  constructor(
    private readonly work: RequestsInWork,
    private readonly limitBytes: number,
  ) {}

  stop(): void {
    clearInterval(this.timer);
  }

  /** To be called with each whole answer: between two looks, there may be more of them than there is memory. */
  onAnswered(answer: ServerResponse): void {
    if (answer.writableLength > 0) this.look();
  }

  private look(): void {
    const untaken = [...this.work.oldestFirst()].filter((work) => bytesOf(work) > 0);
    let bytes = untaken.reduce((sum, work) => sum + bytesOf(work), 0);
    for (const work of untaken) {
      if (bytes <= this.limitBytes) return;
      bytes -= bytesOf(work);
      work.request.raw.socket.destroy();
    }
  }
}

/** At most, with what stands in the socket. */
function bytesOf({ reply }: Work): number {
  return reply.raw.writableLength * BYTES_PER_CHARACTER;
}
