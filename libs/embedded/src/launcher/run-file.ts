import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { claimFolder } from '../process/claim-folder.js';

/** What `.pulse/run.json` tells other programs about a running system. It holds a password, so only its owner may read it. */
export interface RunFile {
  readonly orders_url: string;
  readonly database_url: string;
  readonly nats_url: string;
  readonly started_at: string;
  readonly pids: { readonly launcher: number; readonly orders: number; readonly postgres?: number; readonly nats?: number };
}

/**
 * Claims the project for this process, until it ends.
 * @returns whether an earlier run was killed, so that what it had started may still be ending
 * @throws Error when this project runs already
 */
export async function claimProject(folder: string): Promise<{ afterKill: boolean }> {
  await mkdir(folder, { recursive: true });
  const earlier = await readFile(join(folder, 'launcher.pid'), 'utf8').catch(() => '');
  await claimFolder(folder).catch((cause: Error) => {
    const which = earlier === '' ? '' : ` (process ${earlier})`;
    throw new Error(
      `Pulse ERP already runs from this folder${which}. Stop it with "npm stop", or with Ctrl-C where it runs.`,
      { cause },
    );
  });
  return { afterKill: earlier !== '' };
}

/** Tells other programs which process to ask to stop. */
export async function writeLauncherPid(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'launcher.pid'), String(process.pid));
}

/** Readers see the whole file or none. */
export async function writeRunFile(folder: string, run: RunFile): Promise<void> {
  const half = join(folder, `run.json.${process.pid}`);
  await writeFile(half, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  await rename(half, join(folder, 'run.json'));
}

export async function removeRunFile(folder: string): Promise<void> {
  await Promise.all(['run.json', 'launcher.pid'].map((name) => rm(join(folder, name), { force: true })));
}
