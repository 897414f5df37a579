import { readFileSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A zombie counts as gone: in a container there may be nobody to reap it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

/** The command line of a process, or nothing when it is gone. */
export async function commandOf(pid: number): Promise<string | undefined> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return line === '' ? undefined : line.replaceAll('\0', ' ').trim();
}

/** Whether a process has this folder as its working directory; a pid from an old file may have gone to another program since. */
export async function worksIn(pid: number, folder: string): Promise<boolean> {
  const paths = await Promise.all([`/proc/${pid}/cwd`, folder].map((path) => realpath(path).catch(() => undefined)));
  return paths[0] !== undefined && paths[0] === paths[1];
}

/** Asks a process, which need not be a child of this one, to end and waits for it; kills it when the time is over. */
export async function end(pid: number, signal: NodeJS.Signals, limitMs: number): Promise<void> {
  try {
    process.kill(pid, signal);
    await gone(pid, limitMs);
    if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    await gone(pid, 2_000);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function gone(pid: number, limitMs: number): Promise<void> {
  for (const deadline = Date.now() + limitMs; isAlive(pid) && Date.now() < deadline;) await delay(20);
}
