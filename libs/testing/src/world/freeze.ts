import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { eventually } from '../eventually.js';

/** Stops processes where they stand (SIGSTOP) and waits until each thread has: the kernel takes its time with that. */
export async function freezeProcesses(pids: number[]): Promise<void> {
  for (const pid of pids) process.kill(pid, 'SIGSTOP');
  await eventually(() => pids.every((pid) => threadsOf(pid).every(isStopped)), { every: 1 });
}

/** Lets them go on; those that have ended meanwhile are no error. */
export function thawProcesses(pids: number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGCONT');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

const threadsOf = (pid: number) => readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/stat`);

const isStopped = (stat: string) => readFileSync(stat, 'utf8').split(') ')[1]?.startsWith('T') ?? false;

/** A postmaster with the processes that it has started. */
export function withBackends(postmaster: number): number[] {
  const list = `/proc/${postmaster}/task/${postmaster}/children`;
  const backends = existsSync(list) ? readFileSync(list, 'utf8').split(' ').filter(Boolean).map(Number) : [];
  return [postmaster, ...backends];
}
