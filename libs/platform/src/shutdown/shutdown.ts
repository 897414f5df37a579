import { Logger } from '@nestjs/common';

const logger = new Logger('Shutdown');

/** 128 + SIGINT, as a shell reports a process that was interrupted. */
const EXIT_INTERRUPTED = 130;

/** Something to end, with the longest time it may take. What was registered last ends first: it stands on what came before. */
export interface Closer {
  readonly name: string;
  readonly limitMs: number;
  readonly close: () => Promise<unknown>;
}

export class Shutdown {
  private readonly closers: Closer[] = [];
  private readonly streams: (() => void)[] = [];

  /** For answers that stay open, such as server-sent events: `end` is called when the service stops to accept requests. */
  registerStreams(end: () => void): void {
    this.streams.push(end);
  }

  endStreams(): void {
    for (const end of this.streams) end();
  }

  register(closer: Closer): void {
    this.closers.push(closer);
  }

  /** Ends everything; one that fails or takes too long does not keep the others from ending. */
  async run(): Promise<void> {
    for (const { name, limitMs, close } of this.closers.toReversed()) {
      const started = performance.now();
      try {
        await withLimit(close(), limitMs);
        logger.debug({ msg: 'closed', what: name, ms: Math.round(performance.now() - started) });
      } catch (error) {
        logger.warn({ msg: 'did not close in good order', what: name, reason: String(error) });
      }
    }
  }
}

async function withLimit(work: Promise<unknown>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${limitMs} ms`)), limitMs);
  });
  await Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

/** Runs `stop` once on the first SIGTERM or SIGINT and then exits with 0; a second signal exits at once. */
export function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  const handle = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(EXIT_INTERRUPTED);
    stopping = true;
    logger.log({ msg: 'stopping', signal });
    void stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', handle);
  process.on('SIGINT', handle);
}

/** A process in an unknown state must not go on; whoever runs it starts a new one. */
export function dieOnUncaught(): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.fatal({ msg: event, err: error });
      process.exit(1);
    });
  }
}
