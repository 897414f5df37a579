import { sendLoad } from '../load/load.js';
import { mixed } from '../scenarios/mixed.js';
import type { System } from '../system/system.js';
import { slopeOf } from './slope.js';
import { watchMemory, type MemorySample } from './watch-memory.js';

/** Until then the service compiles, fills its caches and finds the size that its heap works at. */
const SETTLING_SHARE = 1 / 3;

export interface Soaked {
  readonly minutes: number;
  readonly requests: number;
  readonly errors: number;
  readonly samples: readonly MemorySample[];
  /** Megabytes per minute, measured after the service has settled. */
  readonly rssSlope: number;
  readonly heapSlope: number;
}

/** Loads the service with a mix of reads and writes, and looks at how its memory grows. */
export async function soak(system: System, minutes: number, connections: number): Promise<Soaked> {
  const url = system.urls.service;
  const requests = await mixed.prepare(url);
  const stop = watchMemory(system.pids.service, url);
  const { requests: answered, errors } = await sendLoad({ url, requests, connections, seconds: minutes * 60 });
  const samples = await stop();
  const settled = samples.filter((sample) => sample.minutes > minutes * SETTLING_SHARE);
  const slope = (of: 'heap' | 'rss') => slopeOf(settled.map((sample) => ({ minutes: sample.minutes, value: sample[of] })));
  return { minutes, requests: answered, errors, samples, rssSlope: slope('rss'), heapSlope: slope('heap') };
}

/** A line for each tenth of the time, and the slopes. */
export function describeSoak({ minutes, requests, errors, samples, rssSlope, heapSlope }: Soaked): string {
  const tenths = Array.from({ length: 10 }, (_, tenth) => {
    const part = samples.filter((sample) => Math.floor((sample.minutes / minutes) * 10) === tenth);
    const most = (of: 'heap' | 'rss') => Math.max(...part.map((sample) => sample[of])).toFixed(0).padStart(8);
    const least = Math.min(...part.map(({ heap }) => heap)).toFixed(0).padStart(10);
    return part.length === 0 ? [] : [`${((minutes * tenth) / 10).toFixed(1).padStart(6)}${most('rss')}${most('heap')}${least}`];
  });
  const signed = (slope: number) => `${slope < 0 ? '−' : '+'}${Math.abs(slope).toFixed(2)} MB/min`;
  return [
    `${requests} requests in ${minutes} min, ${errors} errors`,
    'minute  RSS MB heap max  heap min',
    ...tenths.flat(),
    `after the first third: RSS ${signed(rssSlope)}, heap ${signed(heapSlope)}`,
  ].join('\n');
}
