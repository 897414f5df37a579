import { join } from 'node:path';
import { freePort, type OwnedProcess, startOrdersService, startOwned, waitUntilReady } from '#libs/embedded';

const ROOT = join(import.meta.dirname, '../..');

export interface Program {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** The built orders service as `npm start` runs it. */
export async function startService(databaseUrl: string, natsUrl: string): Promise<Program> {
  const port = await freePort();
  const service = startOrdersService({ root: ROOT, port, databaseUrl, natsUrl, onLine: () => undefined });
  const program = programOf(service, port);
  await waitUntilReady(service, program.url);
  return program;
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
