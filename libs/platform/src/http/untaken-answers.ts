import type { RequestsInWork, Work } from './requests-in-work.js';

const LOOK_EVERY_MS = 100;

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

/** What stands in the socket too, while it is the answer's turn there. */
function bytesOf({ reply }: Work): number {
  return reply.raw.writableLength;
}
