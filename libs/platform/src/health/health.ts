export type CheckStatus = 'ok' | 'degraded' | 'down';

/** Something the service stands on. `check` rejects when it is away; a critical one takes readiness down with it. */
export interface HealthCheck {
  readonly name: string;
  readonly critical: boolean;
  readonly check: () => Promise<void>;
}

export interface HealthReport {
  readonly status: CheckStatus;
  readonly checks: Readonly<Record<string, { status: CheckStatus; ms: number; reason?: string }>>;
}

const LIMIT_MS = 1_500;
const FRESH_MS = 1_000;

/** Runs the checks at most once a second, however often probes ask, and none longer than 1.5 s. */
export class Health {
  private readonly checks: HealthCheck[] = [];
  private latest?: { at: number; report: Promise<HealthReport> };
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

  report(): Promise<HealthReport> {
    const now = Date.now();
    if (!this.latest || now - this.latest.at > FRESH_MS) this.latest = { at: now, report: this.run() };
    return this.latest.report;
  }

  private async run(): Promise<HealthReport> {
    const entries = await Promise.all(this.checks.map(async (check) => [check.name, await runCheck(check)] as const));
    const statuses = entries.map(([, { status }]) => status);
    const status = statuses.includes('down') ? 'down' : statuses.includes('degraded') ? 'degraded' : 'ok';
    return { status, checks: Object.fromEntries(entries) };
  }
}

async function runCheck({ check, critical }: HealthCheck) {
  const started = performance.now();
  const status = await within(check(), LIMIT_MS).then(
    () => ({ status: 'ok' as const }),
    (error: unknown) => ({ status: critical ? ('down' as const) : ('degraded' as const), reason: reasonOf(error) }),
  );
  return { ...status, ms: Math.round(performance.now() - started) };
}

function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout;
  const limit = new Promise<void>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ms);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}

/** A code such as ECONNREFUSED; never a message, which could name hosts and users. */
function reasonOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'no answer in time';
}
