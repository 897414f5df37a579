import { join } from 'node:path';
import { freePort, type OwnedProcess, startOrdersService, startOwned, waitUntilReady } from '#libs/embedded';

const ROOT = join(import.meta.dirname, '../..');

export interface Program {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** The built orders service as `npm start` runs it. */
export async function startService(databaseUrl: string, natsUrl: string, profiles?: string): Promise<Program> {
  const port = await freePort();
  const flags = profiles === undefined ? '' : `--cpu-prof --cpu-prof-dir=${profiles}`;
  const start = () => startOrdersService({ root: ROOT, port, databaseUrl, natsUrl, onLine: () => undefined });
  const service = withNodeOptions(flags, start);
  const program = programOf(service, port);
  await waitUntilReady(service, program.url);
  return program;
}

/** Only the program that is started meanwhile gets the flags. */
function withNodeOptions<T>(flags: string, start: () => T): T {
  const { NODE_OPTIONS: before } = process.env;
  process.env['NODE_OPTIONS'] = [before, flags].filter(Boolean).join(' ');
  try {
    return start();
  } finally {
    process.env['NODE_OPTIONS'] = before ?? '';
  }
}

/** The bare Fastify application that the service is compared with. */
export async function startBaseline(): Promise<Program> {
  const port = await freePort();
  const server = startOwned({
    name: 'the baseline',
    command: process.execPath,
    args: [join(ROOT, 'bench/load/baseline.server.ts'), String(port)],
    stopSignal: 'SIGTERM',
  });
  const program = programOf(server, port);
  for (const deadline = Date.now() + 10_000; Date.now() < deadline;) {
    const answer = await fetch(program.url).catch(() => undefined);
    if (answer) return program;
  }
  throw new Error('the baseline did not start');
}

function programOf(process: OwnedProcess, port: number): Program {
  return { url: `http://127.0.0.1:${port}`, pid: process.pid, stop: () => process.stop() };
}
