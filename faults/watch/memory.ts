import { readFileSync } from 'node:fs';
import type { System } from '../system/system.js';

export interface Peak {
  readonly replica: string;
  readonly peakMegabytes: number;
}

/** Looks every second how much memory the replicas have taken at most (`VmHWM` of proc(5)), in each of their lives. */
export function watchMemory({ replicas }: System): { peaks(): Peak[]; stop(): void } {
  const peaks = new Map<string, number>();
  const look = (): void => {
    for (const { name, process } of replicas) {
      if (process.isUp) peaks.set(name, Math.max(peaks.get(name) ?? 0, peakMegabytes(process.now.pid)));
    }
  };
  const timer = setInterval(look, 1_000);
  return {
    peaks: () => [...peaks].map(([replica, megabytes]) => ({ replica, peakMegabytes: megabytes })),
    stop: () => clearInterval(timer),
  };
}

/** 0 for one that has just ended. */
function peakMegabytes(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  } catch {
    return 0;
  }
}
