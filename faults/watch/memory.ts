import { readFileSync } from 'node:fs';
import type { System } from '../system/system.js';

export interface Peak {
  readonly replica: string;
  readonly peakMegabytes: number;
}

/** Looks every second how much memory replicas and consumer have taken at most (`VmHWM` of proc(5)), in each of their lives. */
export function watchMemory({ replicas, consumer }: System): { peaks(): Peak[]; stop(): void } {
  const peaks = new Map<string, number>();
  const look = (): void => {
    for (const { process } of [...replicas, consumer]) {
      if (process.isUp) peaks.set(process.name, Math.max(peaks.get(process.name) ?? 0, peakMegabytes(process.now.pid)));
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
