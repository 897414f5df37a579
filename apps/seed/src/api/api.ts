import { setTimeout as delay } from 'node:timers/promises';
import { NotReachable, Refused, type Problem } from './errors.js';

export interface Sending {
  readonly body?: unknown;
  /** Idempotency-Key: a repeat changes nothing. */
  readonly key?: string;
  readonly actor?: string;
  /** When it happened. */
  readonly at?: Date;
}

export interface Answer<B> {
  readonly status: number;
  readonly body: B;
  /** Whether this is the stored answer to an earlier request. */
  readonly replayed: boolean;
}

const PATIENCE_MS = 30_000;
const LONGEST_PAUSE_S = 5;
const OCCURRED_AT = 'x-occurred-at';

/** The public HTTP API of the service, asked again while it is busy or away for a moment. */
export class Api {
  /** Whether the service takes the times of the past that it is told (its setting `ALLOW_BACKDATING`). */
  takesTimes = true;

  constructor(
    readonly url: string,
    private readonly stop: AbortSignal,
  ) {}

  /** @throws Refused, NotReachable, and the reason of the stop while it waits for another try */
  async send<B>(method: string, path: string, sending: Sending = {}): Promise<Answer<B>> {
    for (const deadline = Date.now() + PATIENCE_MS; ;) {
      const response = await this.try(method, path, sending);
      if (response?.ok) return answerOf<B>(response);
      const problem = response && (await problemOf(response));
      if (problem && this.refusesTime(problem)) continue;
      if (response && problem && !isPassing(response, problem)) throw new Refused(method, path, problem);
      if (Date.now() > deadline) throw problem ? new Refused(method, path, problem) : new NotReachable(this.url);
      await delay(pauseOf(response), undefined, { signal: this.stop });
    }
  }

  /** Whether anything answers at all, without patience. @throws NotReachable */
  async greet(): Promise<void> {
    const answer = await fetch(new URL('/health/live', this.url)).catch(() => undefined);
    if (!answer?.ok) throw new NotReachable(this.url);
  }

  private async try(method: string, path: string, { body, key, actor, at }: Sending): Promise<Response | undefined> {
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(actor !== undefined && { 'x-actor': actor }),
      ...(at !== undefined && this.takesTimes && { [OCCURRED_AT]: at.toISOString() }),
    };
    return fetch(new URL(path, this.url), { method, headers, body: JSON.stringify(body) }).catch(() => undefined);
  }

  /** A service that keeps to its own clock says so once; from then on it is told no times. */
  private refusesTime(problem: Problem): boolean {
    const refused = problem.errors?.some(({ pointer }) => pointer === `/headers/${OCCURRED_AT}`) ?? false;
    if (refused) this.takesTimes = false;
    return refused;
  }
}

async function answerOf<B>(response: Response): Promise<Answer<B>> {
  const body = (await response.json()) as B;
  return { status: response.status, body, replayed: response.headers.get('idempotency-replayed') === 'true' };
}

async function problemOf(response: Response): Promise<Problem> {
  const unknown = { status: response.status, code: 'unknown', title: response.statusText };
  return response.json().then(
    (body) => body as Problem,
    () => unknown,
  );
}

/** Refused now, and perhaps not in a moment. */
function isPassing({ status }: Response, { code }: Problem): boolean {
  return status === 429 || status === 503 || code === 'idempotency_in_progress' || code === 'order_changed';
}

function pauseOf(response: Response | undefined): number {
  const seconds = Number(response?.headers.get('retry-after') ?? 0.2);
  return 1_000 * Math.min(Number.isFinite(seconds) ? seconds : 1, LONGEST_PAUSE_S);
}
