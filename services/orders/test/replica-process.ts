import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { builtProgram } from './built-program.js';
import type { RunningService } from './service.js';

export interface ReplicaProcess {
  readonly url: string;
  /** The code with which it ended. */
  readonly ended: Promise<number | null>;
  end(): void;
  kill(): void;
}

export interface ReplicaOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
  /** `ignore` where it may run out of memory: Jest takes that word for its own, and ends the file without telling which test. */
  readonly stderr?: 'inherit' | 'ignore';
}

/** The service as a process of its own, on the database and the broker of the other one. */
export async function spawnReplica(
  { world }: Pick<RunningService, 'world'>,
  { environment = {}, nodeOptions = [], stderr = 'inherit' }: ReplicaOptions = {},
): Promise<ReplicaProcess> {
  const child = spawn(process.execPath, [...nodeOptions, '--enable-source-maps', builtProgram('main.js')], {
    env: {
      ...process.env,
      PORT: '0',
      LOG_FORMAT: 'json',
      DATABASE_URL: world.databaseUrl,
      NATS_URL: world.natsUrl,
      ...environment,
    },
    stdio: ['ignore', 'pipe', stderr],
  });
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const url = await new Promise<string>((resolve) => {
    createInterface(child.stdout).on('line', (line) => {
      if (!line.startsWith('{')) return;
      const { msg, url: found } = JSON.parse(line) as { msg: string; url?: string };
      if (msg === 'listening' && found !== undefined) resolve(found);
    });
  });
  return { url, ended, end: () => child.kill('SIGTERM'), kill: () => child.kill('SIGKILL') };
}
