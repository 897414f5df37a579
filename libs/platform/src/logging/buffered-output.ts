import { write, writeSync } from 'node:fs';

export interface BufferedOutput {
  write(line: string): void;
  /** Writes what waits; for the end of the process. Gives up when nobody reads. */
  flush(): void;
}

const FLUSH_EVERY_MS = 250;
const FLUSH_FROM = 32_768;
/** Characters that wait for a reader who stands still; beyond it lines are dropped, since the service matters more. */
const MOST_WAITING = 16_000_000;
/** How often a full pipe is tried at the end, a millisecond apart. */
const LAST_TRIES = 200;

/**
 * Lines go out together, since a write costs more than the line. Writes do not block, and an output that nobody reads any
 * more swallows everything: pino's own buffer would try for ever at the end, and the process with it.
 */
export function bufferedOutput(fd: number): BufferedOutput {
  let waiting: Buffer[] = [];
  let size = 0;
  let isWriting = false;
  let isBroken = false;

  const settle = (rest: Buffer, error: NodeJS.ErrnoException | null): void => {
    if (error && !isBusy(error)) isBroken = true;
    if (rest.length === 0) return;
    waiting.unshift(rest);
    size += rest.length;
  };
  const take = (): Buffer => {
    const chunk = Buffer.concat(waiting);
    waiting = [];
    size = 0;
    return chunk;
  };
  const flushSoon = (): void => {
    if (isWriting || isBroken || size === 0) return;
    const chunk = take();
    isWriting = true;
    write(fd, chunk, 0, chunk.length, null, (error, written) => {
      isWriting = false;
      settle(chunk.subarray(error ? 0 : written), error);
      if (!error && size >= FLUSH_FROM) flushSoon();
    });
  };
  const flush = (): void => {
    for (let tries = 0; size > 0 && !isBroken && tries < LAST_TRIES; tries += 1) {
      const chunk = take();
      try {
        settle(chunk.subarray(writeSync(fd, chunk)), null);
      } catch (error) {
        settle(chunk, error as NodeJS.ErrnoException);
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
      }
    }
  };
  setInterval(flushSoon, FLUSH_EVERY_MS).unref();
  return {
    write: (line) => {
      if (isBroken || size > MOST_WAITING) return;
      waiting.push(Buffer.from(line));
      size += line.length;
      if (size >= FLUSH_FROM) flushSoon();
    },
    flush,
  };
}

function isBusy({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EAGAIN' || code === 'EBUSY';
}
