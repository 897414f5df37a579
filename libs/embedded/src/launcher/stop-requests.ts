/**
 * Aborted by the first request to stop this program; the reason is what is told the person. Signals ask, and so does an
 * output that nobody reads any more (`npm start | head`).
 */
export function stopRequests(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(signal));
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort('nobody reads the output'));
  return stop.signal;
}

/** What the work gives. @throws the reason of the stop, when that comes first */
export async function unlessStopped<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  return Promise.race([work, aborted(stop).then((reason) => Promise.reject(reason))]);
}

/** Resolves with the reason. */
export function aborted(stop: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve(String(stop.reason));
    else stop.addEventListener('abort', () => resolve(String(stop.reason)), { once: true });
  });
}
