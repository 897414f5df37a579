import { residentMegabytes } from '../system/process-tree.js';

export interface MemorySample {
  readonly minutes: number;
  /** Resident size of the process. */
  readonly rss: number;
  /** What the objects of JavaScript take, in use or not yet collected. */
  readonly heap: number;
}

const LOOK_EVERY_MS = 1_000;

/** Looks at the memory of a service every second. @returns how to stop, with what was seen, in megabytes */
export function watchMemory(pid: number, url: string): () => Promise<MemorySample[]> {
  const samples: MemorySample[] = [];
  const stop = new AbortController();
  const started = performance.now();
  const watching = (async () => {
    while (!stop.signal.aborted) {
      const heap = await heapMegabytes(url);
      samples.push({ minutes: (performance.now() - started) / 60_000, rss: residentMegabytes(pid), heap });
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  })();
  return async () => {
    stop.abort();
    await watching;
    return samples;
  };
}

async function heapMegabytes(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^nodejs_heap_size_used_bytes (\S+)$/m.exec(text)?.[1]) / 2 ** 20;
}
