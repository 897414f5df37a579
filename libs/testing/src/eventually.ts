import { setTimeout as delay } from 'node:timers/promises';

interface Patience {
  /** Milliseconds until it is given up. */
  within?: number;
  /** Milliseconds between two looks. */
  every?: number;
}

/**
 * Repeats a check until it holds and returns what it gave. A check that throws (a failed `expect`) or gives false does
 * not hold yet. When time is up, throws the last error, or says that the check did not hold. For what gives no signal.
 */
export async function eventually<T>(check: () => T | Promise<T>, { within = 5_000, every = 20 }: Patience = {}): Promise<T> {
  const deadline = performance.now() + within;
  const timeout = Symbol();
  let reason: unknown = new Error(`did not hold within ${within} ms: ${check.toString()}`);
  while (performance.now() < deadline) {
    const timer = new AbortController();
    const limit = delay(deadline - performance.now(), timeout, { signal: timer.signal }).catch(() => timeout);
    try {
      const value = await Promise.race([check(), limit]);
      if (value === timeout) break;
      if (value !== false) return value as T;
    } catch (error) {
      reason = error;
    } finally {
      timer.abort();
    }
    await delay(every);
  }
  throw reason;
}
