import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type OwnedProcess, startOwned } from '#libs/embedded';
import type { Link } from './link.js';
import { linksOf, natsUrlOf, type ReplicaOptions } from './replica.js';
import { startedWhen } from './start.js';
import { Supervised } from './supervised.js';

const FOLDER = join(import.meta.dirname, '../consumer');
const START_LIMIT_MS = 30_000;
/** The service's: what piles up in the consumer kit is seen. */
const HEAP_LIMIT = '--max-old-space-size=160';

/** The process of faults/consumer, on the libraries of the build under test. */
export interface ConsumerProcess {
  readonly process: Supervised<OwnedProcess>;
  readonly links: { readonly postgres: Link; readonly nats: readonly Link[] };
  /** From its next start on it gets deliveries twice and out of order, drawn by the seed; without one, as they come. */
  shuffleBy(seed: string | undefined): void;
}

export async function superviseConsumer(options: Omit<ReplicaOptions, 'name' | 'environment'>): Promise<ConsumerProcess> {
  const { build, listen } = options;
  const { postgres, nats } = await linksOf('consumer', options);
  let seed: string | undefined;
  const start = (): Promise<OwnedProcess> => {
    const { promise: consuming, resolve } = Promise.withResolvers<void>();
    const consumer = startOwned({
      name: 'the consumer',
      command: process.execPath,
      args: [HEAP_LIMIT, '--import', join(FOLDER, 'use-libraries-of.mjs'), join(FOLDER, 'consumer.ts')],
      environment: {
        ...process.env,
        PULSE_BUILD: build,
        DATABASE_URL: postgres.proxy.url,
        NATS_URL: natsUrlOf(nats),
        ...(seed !== undefined && { SHUFFLE: seed }),
      },
      stopSignal: 'SIGTERM',
      onLine: (line) => {
        listen('consumer', line);
        if (line === 'consuming') resolve();
      },
    });
    const tooLate = delay(START_LIMIT_MS, undefined, { ref: false }).then(() => {
      throw new Error(`the consumer was not ready within ${START_LIMIT_MS / 1_000} s`);
    });
    return startedWhen(Promise.race([consuming, tooLate]), consumer);
  };
  return {
    process: new Supervised({ name: 'consumer', start }),
    links: { postgres, nats },
    shuffleBy: (given) => {
      seed = given;
    },
  };
}
