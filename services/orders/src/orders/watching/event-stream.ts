import type { ServerResponse } from 'node:http';

/** Proxies and browsers give up on a connection that says nothing for long. */
const HEARTBEAT_MS = 15_000;
/** A reader that takes nothing for this long is cut off; it comes back with `Last-Event-ID` and misses nothing. */
const STALLED_MS = 10_000;

/** An event as it goes out. What a stranger has put into the stream may have several lines. */
export const frameOf = (id: number, event: string, data: string): Buffer =>
  Buffer.from(`id: ${id}\nevent: ${event}\ndata: ${data.replaceAll(/\r\n?|\n/g, '\ndata: ')}\n\n`);

/** One open answer of server-sent events (WHATWG HTML, section 9.2). */
export class EventStream {
  private readonly heartbeat: NodeJS.Timeout;

  constructor(
    private readonly response: ServerResponse,
    private readonly stalledMs = STALLED_MS,
  ) {
    this.heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
    response.once('close', () => clearInterval(this.heartbeat));
  }

  get isOpen(): boolean {
    return !this.response.closed && !this.response.writableEnded;
  }

  begin(): void {
    this.response.write('retry: 2000\n\n');
  }

  /** Writes an event as `frameOf` gives it and waits while the reader is slow. The bytes are not copied. */
  async send(frame: Buffer): Promise<void> {
    if (!this.response.write(frame)) await this.drained();
  }

  end(): void {
    clearInterval(this.heartbeat);
    this.response.end();
  }

  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const cut = setTimeout(() => this.response.destroy(), this.stalledMs);
      const done = (): void => {
        clearTimeout(cut);
        this.response.off('drain', done).off('close', done);
        resolve();
      };
      this.response.once('drain', done).once('close', done);
    });
  }
}
