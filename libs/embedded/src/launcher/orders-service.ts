import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startOwned, type OwnedProcess } from '../process/owned-process.js';

export interface OrdersServiceOptions {
  readonly root: string;
  readonly port: number;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  /** Further settings. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

/**
 * Limits for V8, which otherwise grows to a share of the machine's memory before it collects. A larger young generation lets
 * the short-lived objects of requests die before they are copied.
 */
const V8_LIMITS = ['--max-old-space-size=160', '--max-semi-space-size=16'];

const READY_LIMIT_MS = 60_000;

export function startOrdersService(options: OrdersServiceOptions): OwnedProcess {
  const { root, port, databaseUrl, natsUrl, environment, onLine } = options;
  return startOwned({
    name: 'the orders service',
    command: process.execPath,
    args: [...V8_LIMITS, '--enable-source-maps', join(root, 'dist/services/orders/src/main.js')],
    environment: {
      ...process.env,
      ...environment,
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      NATS_URL: natsUrl,
      LOG_FORMAT: process.env['LOG_FORMAT'] ?? (process.stdout.isTTY ? 'pretty' : 'json'),
    },
    cwd: root,
    stopSignal: 'SIGTERM',
    onLine,
  });
}

/** Waits until the service says that it is ready. @throws Error when it ends before, or takes too long */
export async function waitUntilReady(service: OwnedProcess, url: string): Promise<void> {
  let howItEnded: string | undefined;
  void service.ended.then((how) => (howItEnded = how));
  for (const deadline = Date.now() + READY_LIMIT_MS; Date.now() < deadline; await delay(50)) {
    if (howItEnded !== undefined) throw new Error(`The orders service ended while it started (${howItEnded}).`);
    const answer = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (answer?.ok) return;
  }
  throw new Error(`The orders service was not ready within ${READY_LIMIT_MS / 1000} s.`);
}

/** Where a service with this `HOST` answers: one on all addresses does so on the loopback too. */
export function addressOf(host: string | undefined, port: number): string {
  if (!host || host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
