export type CheckStatus = 'ok' | 'degraded' | 'down';

/** Something the service stands on. `check` rejects when it is away; a critical one takes readiness down with it. */
export interface HealthCheck {
  readonly name: string;
  readonly critical: boolean;
  /** May give an object of details to show. `signal` tells that it takes too long. */
  readonly check: (signal: AbortSignal) => Promise<unknown>;
}

export interface CheckReport {
  readonly status: CheckStatus;
  readonly ms: number;
  readonly reason?: string;
  readonly details?: object;
}

export interface HealthReport {
  readonly status: CheckStatus;
  readonly checks: Readonly<Record<string, CheckReport>>;
}

const LIMIT_MS = 1_500;
const FRESH_MS = 1_000;

/** Runs the checks at most once a second, however often probes ask, and none longer than 1.5 s. */
export class Health {
  /** Told by `/health`, so that one sees what runs. */
  service: { readonly name?: string; readonly version?: string } = {};
  private readonly checks: HealthCheck[] = [];
  private running: Promise<HealthReport> | undefined;
  private last: { readonly at: number; readonly report: HealthReport } | undefined;
  private stopping = false;

  register(check: HealthCheck): void {
    this.checks.push(check);
  }

  /** From now on the service is not ready, so that balancers send nothing more. */
  beginShutdown(): void {
    this.stopping = true;
  }

  get isShuttingDown(): boolean {
    return this.stopping;
  }

  async report(): Promise<HealthReport> {
    if (this.last && performance.now() - this.last.at < FRESH_MS) return this.last.report;
    this.running ??= this.run().finally(() => (this.running = undefined));
    return this.running;
  }

  private async run(): Promise<HealthReport> {
    const entries = await Promise.all(this.checks.map(async (check) => [check.name, await runCheck(check)] as const));
    const statuses = entries.map(([, { status }]) => status);
    const status = statuses.includes('down') ? 'down' : statuses.includes('degraded') ? 'degraded' : 'ok';
    const report = { status, checks: Object.fromEntries(entries) } as const;
    this.last = { at: performance.now(), report };
    return report;
  }
}

async function runCheck({ check, critical }: HealthCheck): Promise<CheckReport> {
  const started = performance.now();
  const outcome = await withinLimit(check).then(
    (details) => ({ status: 'ok' as const, ...(isObject(details) && { details }) }),
    (error: unknown) => ({ status: critical ? ('down' as const) : ('degraded' as const), reason: reasonOf(error) }),
  );
  return { ...outcome, ms: Math.round(performance.now() - started) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

class NoAnswerInTime extends Error {
  readonly code = 'no answer in time';
}

async function withinLimit(check: HealthCheck['check']): Promise<unknown> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      abort.abort();
      reject(new NoAnswerInTime());
    }, LIMIT_MS);
  });
  try {
    return await Promise.race([Promise.resolve(abort.signal).then(check), limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** A code such as ECONNREFUSED; never a message, which could name hosts and users. */
function reasonOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code.slice(0, 64) : 'failed';
}
